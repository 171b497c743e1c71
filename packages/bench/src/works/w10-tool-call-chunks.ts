import { concatChunks } from "@rivulet/runnables";
import {
  langchainStreamedToolCalls,
  langchainToolCallChunks,
} from "../chains/langchain-tool-calls.ts";
import { rivuletStreamedToolCalls, rivuletToolCallChunks } from "../chains/rivulet-tool-calls.ts";
import { logLogSlope } from "../log-log-slope.ts";
import { timedWork } from "../timed-work.ts";
import type { Claim, Costs, Scale, Side, Work } from "../work.ts";

interface Sizes {
  readonly ours: readonly number[];
  /** Smaller: the peer's model takes more than a second for 16,000. */
  readonly peers: readonly number[];
}

const sizesBy: Readonly<Record<Scale, Sizes>> = {
  full: { ours: [1_000, 2_000, 4_000, 8_000, 16_000], peers: [500, 1_000, 2_000, 4_000, 8_000] },
  quick: { ours: [1_000, 2_000, 4_000, 8_000, 16_000], peers: [125, 250, 500, 1_000, 2_000] },
  smoke: { ours: [8, 10, 12, 14, 16], peers: [6, 7, 8, 10, 12] },
};

/** The arguments of one tool call, four characters a delta, put together. */
export const w10: Work = {
  id: "w10",
  title: "deltas of one tool call, aggregated",
  run: (scale) => createWork(sizesBy[scale]).run(scale),
};

function createWork(sizes: Sizes): Work {
  const { ours, peers } = sizes;
  return timedWork({
    id: w10.id,
    title: w10.title,
    unit: "us a delta",
    sides: () => [
      ...ours.flatMap((count) => ourSides(count, peers.includes(count))),
      ...peers.flatMap(peerSides),
    ],
    claims: [
      growthClaim({ text: "concatChunks at the end", id: "joined", counts: ours, atMost: 1.1 }),
      growthClaim({ text: "concat, chunk by chunk", id: "concat", counts: ours, atMost: 1.1 }),
      growthClaim({ text: "a model's end event", id: "model", counts: ours, atMost: 1.1 }),
      growthClaim({ text: "the peer's concat", id: "peer-concat", counts: peers }),
      growthClaim({ text: "the peer's end event", id: "peer-model", counts: peers }),
      peerClaim("concat, chunk by chunk", "concat", sizes),
      peerClaim("a model's end event", "model", sizes),
    ],
  });
}

interface Growth {
  readonly text: string;
  /** What the sides' ids begin with. */
  readonly id: string;
  readonly counts: readonly number[];
  readonly atMost?: number;
}

/** The growth exponent of the time for all deltas: 1 where a delta costs the same however many there are. */
function growthClaim({ text, id, counts, atMost }: Growth): Claim {
  return {
    text: `growth exponent, ${text}`,
    figure: (cost: Costs) =>
      logLogSlope(counts.map((count) => [count, count * cost(`${id}-${String(count)}`)])),
    unit: "x",
    ...(atMost !== undefined && { atMost }),
  };
}

function peerClaim(text: string, id: string, { peers }: Sizes): Claim {
  const largest = String(peers.at(-1));
  return {
    text: `${text}, against the peer's at ${largest}`,
    figure: (cost) => cost(`peer-${id}-${largest}`) / cost(`${id}-${largest}`),
    unit: "x",
  };
}

function ourSides(count: number, isCompared: boolean): readonly Side[] {
  const chunks = rivuletToolCallChunks(count);
  const common = { units: count, sameOutcomeAs: `${String(count)} deltas` };
  const size = `${count.toLocaleString("en")} deltas`;
  return [
    {
      ...common,
      id: `joined-${String(count)}`,
      label: `Rivulet, concatChunks, ${size}`,
      run: () => outcomeOf(concatChunks(chunks).tool_calls),
    },
    {
      ...common,
      id: `concat-${String(count)}`,
      label: `Rivulet, concat, ${size}`,
      run: () => outcomeOf(chunks.reduce((total, chunk) => total.concat(chunk)).tool_calls),
      ...(isCompared && { peer: `peer-concat-${String(count)}` }),
    },
    {
      ...common,
      id: `model-${String(count)}`,
      label: `Rivulet, model's end event, ${size}`,
      run: async () => outcomeOf(await rivuletStreamedToolCalls(count)),
      ...(isCompared && { peer: `peer-model-${String(count)}` }),
    },
  ];
}

function peerSides(count: number): readonly Side[] {
  const chunks = langchainToolCallChunks(count);
  const common = { units: count, sameOutcomeAs: `${String(count)} deltas` };
  const size = `${count.toLocaleString("en")} deltas`;
  return [
    {
      ...common,
      id: `peer-concat-${String(count)}`,
      label: `LangChain.js, concat, ${size}`,
      run: () => outcomeOf(chunks.reduce((total, chunk) => total.concat(chunk)).tool_calls),
    },
    {
      ...common,
      id: `peer-model-${String(count)}`,
      label: `LangChain.js, model's end event, ${size}`,
      run: async () => outcomeOf(await langchainStreamedToolCalls(count)),
    },
  ];
}

interface Call {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
}

// Read to the last: the arguments are parsed where they are asked for.
function outcomeOf(calls: readonly Call[] | undefined): Promise<unknown> {
  return Promise.resolve(calls?.map(({ name, args }) => ({ name, args })));
}
