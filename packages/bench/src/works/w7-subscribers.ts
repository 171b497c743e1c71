import { observeRuns, traceable, type EventFilter } from "@rivulet/core";
import { count, lastValueFrom } from "rxjs";
import { joinTexts } from "../chains/consume.ts";
import { langchainTextChain } from "../chains/langchain-chain.ts";
import { langchainTokenListeners } from "../chains/langchain-runs.ts";
import { countProcessEvents } from "../chains/process-listener.ts";
import { rivuletTextChain } from "../chains/rivulet-chain.ts";
import { tokenTexts } from "../chains/token-texts.ts";
import type { Side } from "../frame/side.ts";
import { sizedId } from "../frame/sized-program.ts";
import { timedWork } from "../frame/timed-work.ts";
import type { Scale, Work } from "../frame/work.ts";

interface Sizes {
  readonly chains: number;
  readonly chunks: number;
  /** Fewer beside the peer, which needs half a second for a thousand. */
  readonly chunksBesidePeer: number;
  /** Many, since subscribing is within what is measured: 100 subscriptions are as dear as a thousand events. */
  readonly calls: number;
}

const sizesBy: Readonly<Record<Scale, Sizes>> = {
  full: { chains: 100, chunks: 100, chunksBesidePeer: 20, calls: 5_000 },
  quick: { chains: 100, chunks: 20, chunksBesidePeer: 10, calls: 5_000 },
  smoke: { chains: 3, chunks: 3, chunksBesidePeer: 3, calls: 3 },
};

/** Something that happens beside subscribers that do not listen to it. */
interface Situation {
  readonly id: string;
  readonly label: string;
  readonly beside: (others: number, sizes: Sizes) => Pick<Side, "units" | "run">;
  /** How many times as much an event may cost beside a hundred. */
  readonly atMost?: number;
}

const situations: readonly Situation[] = [
  { id: "chains", label: "chains at a time, streamEvents", beside: chainsBeside, atMost: 2 },
  {
    id: "calls",
    label: "traced calls, one listener",
    beside: (others, sizes) => callsBeside(otherFilters(others), sizes),
    atMost: 2,
  },
  {
    id: "named-calls",
    label: "traced calls, subscribers for other names",
    beside: (others, sizes) => callsBeside(otherNames(others), sizes),
    atMost: 2,
  },
  { id: "unheard", label: "chains at a time, stream()", beside: unheardBeside },
];

/** What process-wide subscribers cost those that they do not listen to, and a service that has ten of them. */
export const w7Subscribers: Work = timedWork({
  id: "w7-subscribers",
  title: "process-wide subscribers (observeRuns)",
  unit: "us an event",
  plan: (scale) => {
    const sizes = sizesBy[scale];
    const sameOutcomeAs = "other types";
    return {
      programs: situations.map(({ id, label, beside }) => ({
        id,
        label: `Rivulet, ${label}`,
        kind: "ours",
        against: "other subscribers",
        panel: "beside subscribers for others",
        sizes: [1, 3, 10, 30, 100],
        at: (others) => ({ ...beside(others, sizes), sameOutcomeAs }),
      })),
      sides: [
        ...situations.map(({ id, label, beside }) => ({
          ...beside(0, sizes),
          id: sizedId(id, 0),
          label: `Rivulet, ${label}, no other subscribers`,
          kind: "ours" as const,
          sameOutcomeAs,
        })),
        ...services(sizes),
      ],
      claims: situations.map(({ id, label, atMost }) => ({
        text: `${label}, 100 other subscribers to none`,
        figure: (cost) => cost(sizedId(id, 100)) / cost(sizedId(id, 0)),
        unit: "x",
        atMost,
      })),
    };
  },
});

const input = "Hello";
const otherTypes = ["tool", "retriever", "embedding"] as const;

// Each has a filter of its own, and none of them is for anything that happens here.
function otherFilters(others: number): readonly EventFilter[] {
  return Array.from({ length: others }, (_, index) => ({
    includeTypes: otherTypes.filter((_type, which) => which === index % otherTypes.length),
  }));
}

// Runs of the type that does happen, by names that do not.
function otherNames(others: number): readonly EventFilter[] {
  return Array.from({ length: others }, (_, index) => ({
    includeNames: [`other-${String(index)}`],
  }));
}

interface Heard {
  /** How many events the subscribers were told. */
  readonly events: number;
}

async function beside(filters: readonly EventFilter[], body: () => Promise<void>): Promise<Heard> {
  let events = 0;
  const subscriptions = filters.map((filter) =>
    observeRuns(filter).subscribe(() => {
      events += 1;
    }),
  );
  try {
    await body();
  } finally {
    for (const subscription of subscriptions) subscription.unsubscribe();
  }
  return { events };
}

// A start and an end of three runs, and a chunk of each of them.
function eventsOfChain(chunks: number): number {
  return 3 * (2 + chunks);
}

function atOnce(chains: number, consume: () => Promise<number>): Promise<readonly number[]> {
  return Promise.all(Array.from({ length: chains }, consume));
}

/** Chains whose events somebody reads. */
function chainsBeside(others: number, { chains, chunks }: Sizes): Pick<Side, "units" | "run"> {
  const chain = rivuletTextChain(tokenTexts(chunks));
  const filters = otherFilters(others);
  return {
    units: chains * eventsOfChain(chunks),
    run: () =>
      beside(filters, async () => {
        const told = await atOnce(chains, () =>
          lastValueFrom(chain.streamEvents(input).pipe(count())),
        );
        checkAll(told, eventsOfChain(chunks));
      }),
  };
}

/** Short runs: here it counts what is decided once per run. */
function callsBeside(
  filters: readonly EventFilter[],
  { calls }: Sizes,
): Pick<Side, "units" | "run"> {
  const traced = traceable((value: number) => value + 1, { name: "increment" });
  return {
    units: calls * 2,
    run: () =>
      beside(filters, async () => {
        const told = await countProcessEvents(() => {
          for (let index = 0; index < calls; index += 1) traced(index);
        });
        checkAll([told], calls * 2);
      }),
  };
}

/** Chains that nobody listens to: a cost for as many events as there would be. */
function unheardBeside(others: number, { chains, chunks }: Sizes): Pick<Side, "units" | "run"> {
  const chain = rivuletTextChain(tokenTexts(chunks));
  const filters = otherFilters(others);
  return {
    units: chains * eventsOfChain(chunks),
    run: () =>
      beside(filters, async () => {
        const lengths = await atOnce(chains, () => joinTexts(chain.stream(input)));
        checkAll(lengths, tokenTexts(chunks).join("").length);
      }),
  };
}

const tokenSubscribers = 5;
const endSubscribers = 3;
const serviceFilters: readonly EventFilter[] = [
  ...Array.from({ length: tokenSubscribers }, () => ({
    includeEvents: ["on_chat_model_stream" as const],
  })),
  ...Array.from({ length: endSubscribers }, () => ({
    includeTypes: ["chat_model" as const],
    includeEvents: ["on_chat_model_end" as const],
  })),
  ...otherFilters(2),
];

/** A service: five want tokens, three the ends of model calls, two what does not happen. */
function services({ chains, chunksBesidePeer: chunks }: Sizes): readonly Side[] {
  const texts = tokenTexts(chunks);
  const ours = rivuletTextChain(texts);
  const peers = langchainTextChain(texts);
  const common = { units: chains * eventsOfChain(chunks), sameOutcomeAs: "service" };
  return [
    {
      ...common,
      id: "service",
      label: `Rivulet, ${String(chains)} chains at a time, stream(), ten subscribers`,
      kind: "ours",
      run: () =>
        beside(serviceFilters, async () => {
          await atOnce(chains, () => joinTexts(ours.stream(input)));
        }),
      peer: "peer-service",
    },
    {
      ...common,
      id: "peer-service",
      label: `LangChain.js, ${String(chains)} chains at a time, stream(), ten handlers`,
      kind: "peer",
      run: async (): Promise<Heard> => {
        const { callbacks, count: heard } = langchainTokenListeners({
          tokens: tokenSubscribers,
          ends: endSubscribers,
          others: 2,
        });
        await atOnce(chains, async () => joinTexts(await peers.stream(input, { callbacks })));
        return { events: await heard() };
      },
    },
  ];
}

function checkAll(values: readonly number[], expected: number): void {
  const wrong = values.find((value) => value !== expected);
  if (wrong !== undefined)
    throw new Error(`A consumer was told ${String(wrong)} instead of ${String(expected)}.`);
}
