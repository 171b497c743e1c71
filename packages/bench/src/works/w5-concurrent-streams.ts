import { generatorIntoSubject } from "../chains/bare-parts.ts";
import { langchainTextChain } from "../chains/langchain-chain.ts";
import { rivuletTextChain } from "../chains/rivulet-chain.ts";
import { tokenTexts } from "../chains/token-texts.ts";
import { median } from "../statistics.ts";
import type { Finding, Report, Row, Scale, Work } from "../work.ts";

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
  readonly timing: Timing;
  /** Milliseconds that the bare parts took for the same chunks. */
  readonly bare: number;
}

type OpenEvents = () => AsyncIterable<{ readonly event: string }>;

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
    const ours = rivuletTextChain(tokens);
    const peers = langchainTextChain(tokens);
    const openOurs: OpenEvents = () => ours.streamEvents("Hello");
    const openPeers: OpenEvents = () => peers.streamEvents("Hello", { version: "v2" });
    await warmUp([openOurs, openPeers], Math.ceil(streams / 10));

    const takeRounds = async (count: number): Promise<OurRound[]> => {
      const taken: OurRound[] = [];
      while (taken.length < count) {
        const bare = await runBare(tokens, streams);
        taken.push({ bare, timing: await consumeAtOnce(openOurs, streams) });
      }
      return taken;
    };
    const before = await takeRounds(Math.ceil(rounds / 2));
    const peer = await consumeAtOnce(openPeers, streams);
    const after = await takeRounds(rounds - before.length);
    return toReport({ rounds: [...before, ...after], peer, streams });
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

interface Measured {
  readonly rounds: readonly OurRound[];
  readonly peer: Timing;
  readonly streams: number;
}

function toReport({ rounds, peer, streams }: Measured): Report {
  const costs = (of: (timing: Timing) => number): [number, number] => [
    median(rounds.map(({ timing }) => of(timing))),
    of(peer),
  ];
  const wall = costs((timing) => timing.wall);
  const first50 = costs((timing) => quantile(timing, 0.5));
  const first99 = costs((timing) => quantile(timing, 0.99));
  const bare = median(rounds.map((round) => round.bare));
  const size = `${streams.toLocaleString("en")} streams`;
  return {
    id: w5.id,
    title: w5.title,
    unit: "ms",
    rounds: rounds.length,
    rows: [
      ...toRows("wall", `wall, ${size}`, wall),
      { id: "bare-wall", label: `bare parts, wall, ${size}`, cost: bare, ratio: undefined },
      ...toRows("first50", "first event, median", first50),
      ...toRows("first99", "first event, 99th percentile", first99),
    ],
    findings: [
      toFinding("wall against the peer's", wall, 50),
      toFinding("first event, median, against the peer's", first50, 30),
      toFinding("first event, 99th percentile, against the peer's", first99, 30),
    ],
  };
}

function quantile({ firsts }: Timing, share: number): number {
  return firsts[Math.min(firsts.length - 1, Math.floor(firsts.length * share))] ?? Number.NaN;
}

function toRows(id: string, label: string, [ours, peers]: readonly [number, number]): Row[] {
  return [
    { id, label: `Rivulet, ${label}`, cost: ours, ratio: peers / ours },
    { id: `peer-${id}`, label: `LangChain.js, ${label}`, cost: peers, ratio: undefined },
  ];
}

function toFinding(
  text: string,
  [ours, peers]: readonly [number, number],
  atLeast: number,
): Finding {
  return { text, value: peers / ours, unit: "x", atLeast, atMost: undefined };
}
