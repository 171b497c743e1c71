import { generatorIntoSubject } from "../chains/bare-parts.ts";
import { langchainTextChain } from "../chains/langchain-chain.ts";
import { rivuletTextChain } from "../chains/rivulet-chain.ts";
import { tokenTexts } from "../chains/token-texts.ts";
import { compareRounds } from "../frame/compare-rounds.ts";
import type { Report, Row } from "../frame/report.ts";
import { median } from "../frame/statistics.ts";
import type { Scale, Work } from "../frame/work.ts";

interface Sizes {
  readonly streams: number;
  readonly chunks: number;
  readonly rounds: number;
}

const sizesBy: Readonly<Record<Scale, Sizes>> = {
  full: { streams: 1_000, chunks: 100, rounds: 5 },
  quick: { streams: 200, chunks: 100, rounds: 3 },
  smoke: { streams: 5, chunks: 4, rounds: 1 },
};

/** Milliseconds since all streams were asked for. */
interface Timing {
  readonly wall: number;
  /** When each stream had its first event, sorted. */
  readonly firsts: readonly number[];
}

interface OurRound {
  /** With a source that is an iterator made by hand, as `ScriptedChatModel` has it: what the goals are held on, as in W1. */
  readonly timing: Timing;
  readonly withGenerator: Timing;
  /** Milliseconds that the bare parts took for the same chunks. */
  readonly bare: number;
}

/** A figure of a timing, and how many times less than the peer's it has to be. */
interface Figure {
  readonly id: string;
  readonly label: string;
  readonly of: (timing: Timing) => number;
  readonly ratioAtLeast: number;
}

type OpenEvents = () => AsyncIterable<{ readonly event: string }>;

const figures: readonly Figure[] = [
  { id: "wall", label: "until all have ended", of: ({ wall }) => wall, ratioAtLeast: 50 },
  {
    id: "first50",
    label: "until the first event, median",
    of: ({ firsts }) => quantile(firsts, 0.5),
    ratioAtLeast: 30,
  },
  {
    id: "first99",
    label: "until the first event, 99th percentile",
    of: ({ firsts }) => quantile(firsts, 0.99),
    ratioAtLeast: 30,
  },
];

/**
 * Many answers at a time, as a server has them. The peer takes half a minute for a thousand, so it runs once, in the
 * middle of our rounds.
 */
export const w5: Work = {
  id: "w5",
  title: "concurrent streamEvents of scripted model | string parser",
  async run(scale): Promise<Report> {
    const { streams, chunks, rounds } = sizesBy[scale];
    const tokens = tokenTexts(chunks);
    const ours = rivuletTextChain(tokens, "iterator");
    const oursWithGenerator = rivuletTextChain(tokens, "async generator");
    const peers = langchainTextChain(tokens);
    const openOurs: OpenEvents = () => ours.streamEvents("Hello");
    const openWithGenerator: OpenEvents = () => oursWithGenerator.streamEvents("Hello");
    const openPeers: OpenEvents = () => peers.streamEvents("Hello", { version: "v2" });
    await warmUp([openOurs, openWithGenerator, openPeers], Math.ceil(streams / 10));

    const takeRounds = async (count: number): Promise<OurRound[]> => {
      const taken: OurRound[] = [];
      while (taken.length < count) {
        const bare = await runBare(tokens, streams);
        taken.push({
          bare,
          timing: await consumeAtOnce(openOurs, streams),
          withGenerator: await consumeAtOnce(openWithGenerator, streams),
        });
      }
      return taken;
    };
    const before = await takeRounds(Math.ceil(rounds / 2));
    const peer = await consumeAtOnce(openPeers, streams);
    const after = await takeRounds(rounds - before.length);
    return toReport([...before, ...after], peer, streams);
  },
};

async function warmUp(sides: readonly OpenEvents[], streams: number): Promise<void> {
  const counts: number[] = [];
  for (const open of sides) {
    let events = 0;
    for await (const _event of open()) events += 1;
    counts.push(events);
    await consumeAtOnce(open, streams);
  }
  if (new Set(counts).size > 1)
    throw new Error(`The streams differ in their number of events: ${counts.join(" and ")}.`);
}

async function consumeAtOnce(open: OpenEvents, streams: number): Promise<Timing> {
  globalThis.gc?.({ type: "minor", execution: "sync" });
  const firsts: number[] = [];
  const start = performance.now();
  const consume = async (): Promise<void> => {
    let isFirst = true;
    for await (const _event of open()) {
      if (isFirst) firsts.push(performance.now() - start);
      isFirst = false;
    }
  };
  await Promise.all(Array.from({ length: streams }, consume));
  const wall = performance.now() - start;
  return { wall, firsts: firsts.toSorted((one, other) => one - other) };
}

async function runBare(tokens: readonly string[], streams: number): Promise<number> {
  const start = performance.now();
  await Promise.all(Array.from({ length: streams }, () => generatorIntoSubject(tokens)));
  return performance.now() - start;
}

function toReport(rounds: readonly OurRound[], peer: Timing, streams: number): Report {
  return {
    id: w5.id,
    title: w5.title,
    unit: `ms, ${streams.toLocaleString("en")} streams`,
    rounds: rounds.length,
    rows: [
      ...figures.flatMap((figure) => toRows(figure, rounds, peer)),
      ...figures.map((figure) => toGeneratorRow(figure, rounds, peer)),
      {
        id: "bare-wall",
        label: "bare parts, until all have ended",
        kind: "bare",
        cost: median(rounds.map(({ bare }) => bare)),
      },
    ],
    findings: [
      {
        text: "until all have ended, to bare parts",
        value: median(rounds.map(({ timing, bare }) => timing.wall / bare)),
        unit: "x",
        isDrawback: true,
      },
    ],
    series: [],
  };
}

function toGeneratorRow({ id, label, of }: Figure, rounds: readonly OurRound[], peer: Timing): Row {
  return {
    id: `generator-${id}`,
    label: `Rivulet, ${label} (source: async generator)`,
    kind: "ours",
    ...compareRounds(
      rounds.map(({ withGenerator }) => of(withGenerator)),
      rounds.map(() => of(peer)),
    ),
  };
}

function toRows(
  { id, label, of, ratioAtLeast }: Figure,
  rounds: readonly OurRound[],
  peer: Timing,
): Row[] {
  const peerCost = of(peer);
  return [
    {
      id,
      label: `Rivulet, ${label} (source: iterator)`,
      kind: "ours",
      ...compareRounds(
        rounds.map(({ timing }) => of(timing)),
        rounds.map(() => peerCost),
      ),
      goal: { ratioAtLeast },
    },
    { id: `peer-${id}`, label: `LangChain.js, ${label}`, kind: "peer", cost: peerCost },
  ];
}

function quantile(firsts: readonly number[], share: number): number {
  return firsts[Math.min(firsts.length - 1, Math.floor(firsts.length * share))] ?? Number.NaN;
}
