import { observeRuns, traceable, type EventFilter } from "@rivulet/core";
import { count, lastValueFrom } from "rxjs";
import { joinTexts } from "../chains/consume.ts";
import { langchainTextChain } from "../chains/langchain-chain.ts";
import { langchainTokenListeners } from "../chains/langchain-runs.ts";
import { countProcessEvents } from "../chains/process-listener.ts";
import { rivuletTextChain } from "../chains/rivulet-chain.ts";
import { tokenTexts } from "../chains/token-texts.ts";
import { timedWork } from "../timed-work.ts";
import type { Scale, Side, Work } from "../work.ts";

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

const subscribers = [0, 1, 10, 100] as const;

/** What process-wide subscribers cost those that they do not listen to, and a service that has ten of them. */
export const w7Subscribers: Work = timedWork({
  id: "w7-subscribers",
  title: "process-wide subscribers (observeRuns)",
  unit: "us an event",
  sides: (scale) => {
    const sizes = sizesBy[scale];
    return [
      ...subscribers.map((others) => chainsBeside(others, sizes)),
      ...subscribers.map((others) => callsBeside(others, sizes)),
      ...subscribers.map((others) => unheardBeside(others, sizes)),
      ...services(sizes),
    ];
  },
  claims: [
    {
      text: "an event of a chain, 100 other subscribers to none",
      figure: (cost) => cost("chains-100") / cost("chains-0"),
      unit: "x",
      atMost: 2,
    },
    {
      text: "an event of a traced call, 100 other subscribers to none",
      figure: (cost) => cost("calls-100") / cost("calls-0"),
      unit: "x",
      atMost: 2,
    },
    {
      text: "stream() with nobody else, 100 other subscribers to none",
      figure: (cost) => cost("unheard-100") / cost("unheard-0"),
      unit: "x",
    },
    {
      text: "ten subscribers that listen against the peer's handlers",
      figure: (cost) => cost("peer-service") / cost("service"),
      unit: "x",
    },
  ],
});

const input = "Hello";
const otherTypes = ["tool", "retriever", "embedding"] as const;

// Each has a filter of its own, and none of them is for anything that happens here.
function otherFilters(others: number): readonly EventFilter[] {
  return Array.from({ length: others }, (_, index) => ({
    includeTypes: otherTypes.filter((_type, which) => which === index % otherTypes.length),
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

/** Chains whose events somebody reads, beside subscribers for other types. */
function chainsBeside(others: number, { chains, chunks }: Sizes): Side {
  const chain = rivuletTextChain(tokenTexts(chunks));
  const filters = otherFilters(others);
  return {
    id: `chains-${String(others)}`,
    label: `${String(chains)} chains, streamEvents, ${String(others)} other subscribers`,
    units: chains * eventsOfChain(chunks),
    run: () =>
      beside(filters, async () => {
        const told = await atOnce(chains, () =>
          lastValueFrom(chain.streamEvents(input).pipe(count())),
        );
        checkAll(told, eventsOfChain(chunks));
      }),
    sameOutcomeAs: "other types",
  };
}

/** Short runs: here it counts what is decided once per run. */
function callsBeside(others: number, { calls }: Sizes): Side {
  const traced = traceable((value: number) => value + 1, { name: "increment" });
  const filters = otherFilters(others);
  return {
    id: `calls-${String(others)}`,
    label: `traced calls, one listener, ${String(others)} other subscribers`,
    units: calls * 2,
    run: () =>
      beside(filters, async () => {
        const told = await countProcessEvents(() => {
          for (let index = 0; index < calls; index += 1) traced(index);
        });
        checkAll([told], calls * 2);
      }),
    sameOutcomeAs: "other types",
  };
}

/** Chains that nobody listens to: a cost for as many events as there would be. */
function unheardBeside(others: number, { chains, chunks }: Sizes): Side {
  const chain = rivuletTextChain(tokenTexts(chunks));
  const filters = otherFilters(others);
  return {
    id: `unheard-${String(others)}`,
    label: `${String(chains)} chains, stream(), ${String(others)} other subscribers`,
    units: chains * eventsOfChain(chunks),
    run: () =>
      beside(filters, async () => {
        const lengths = await atOnce(chains, () => joinTexts(chain.stream(input)));
        checkAll(lengths, tokenTexts(chunks).join("").length);
      }),
    sameOutcomeAs: "other types",
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
      label: `Rivulet, ${String(chains)} chains, stream(), ten subscribers`,
      run: () =>
        beside(serviceFilters, async () => {
          await atOnce(chains, () => joinTexts(ours.stream(input)));
        }),
      peer: "peer-service",
    },
    {
      ...common,
      id: "peer-service",
      label: `LangChain.js, ${String(chains)} chains, stream(), ten handlers`,
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
