import { concatChunks } from "@rivulet/runnables";
import {
  langchainStreamedToolCalls,
  langchainToolCallChunks,
} from "../chains/langchain-tool-calls.ts";
import { rivuletStreamedToolCalls, rivuletToolCallChunks } from "../chains/rivulet-tool-calls.ts";
import { sizedId, type SizedProgram } from "../frame/sized-program.ts";
import { timedWork } from "../frame/timed-work.ts";
import type { Scale, Work } from "../frame/work.ts";

interface Sizes {
  readonly ours: readonly number[];
  /** Smaller: the peer's model takes more than a second for 16,000. */
  readonly peers: readonly number[];
  readonly compared: number;
}

const ours = [1_000, 2_000, 4_000, 8_000, 16_000];
const sizesBy: Readonly<Record<Scale, Sizes>> = {
  full: { ours, peers: [250, 500, 1_000, 2_000, 4_000], compared: 4_000 },
  quick: { ours, peers: [125, 250, 500, 1_000, 2_000], compared: 2_000 },
  smoke: { ours: [8, 10, 12, 14, 16], peers: [6, 7, 8, 10, 12], compared: 12 },
};

/** A call of a tool, as a message has it. */
interface Call {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** A way of putting the deltas together: makes, for so many, what resolves with the calls. */
interface Way extends Pick<SizedProgram, "id" | "label" | "kind"> {
  readonly over: (deltas: number) => () => Promise<readonly Call[] | undefined>;
  readonly peer?: string;
}

const ways: readonly Way[] = [
  {
    id: "joined",
    label: "Rivulet, concatChunks at the end",
    kind: "ours",
    over: (deltas) => {
      const chunks = rivuletToolCallChunks(deltas);
      return () => Promise.resolve(concatChunks(chunks).tool_calls);
    },
  },
  {
    id: "concat",
    label: "Rivulet, concat, chunk by chunk",
    kind: "ours",
    peer: "peer-concat",
    over: (deltas) => {
      const chunks = rivuletToolCallChunks(deltas);
      return () => Promise.resolve(chunks.reduce((total, chunk) => total.concat(chunk)).tool_calls);
    },
  },
  {
    id: "model",
    label: "Rivulet, model's end event",
    kind: "ours",
    peer: "peer-model",
    over: (deltas) => () => rivuletStreamedToolCalls(deltas),
  },
  {
    id: "peer-concat",
    label: "LangChain.js, concat, chunk by chunk",
    kind: "peer",
    over: (deltas) => {
      const chunks = langchainToolCallChunks(deltas);
      return () => Promise.resolve(chunks.reduce((total, chunk) => total.concat(chunk)).tool_calls);
    },
  },
  {
    id: "peer-model",
    label: "LangChain.js, model's end event",
    kind: "peer",
    over: (deltas) => () => langchainStreamedToolCalls(deltas),
  },
];

/** The arguments of one tool call, four characters a delta, put together. */
export const w10: Work = timedWork({
  id: "w10",
  title: "deltas of one tool call, aggregated",
  unit: "us a delta",
  plan: (scale) => ({ programs: ways.map((way) => programOf(way, sizesBy[scale])) }),
});

function programOf({ id, label, kind, over, peer }: Way, sizes: Sizes): SizedProgram {
  return {
    id,
    label,
    kind,
    against: "deltas",
    panel: "one tool call",
    atMost: kind === "ours" ? 1.1 : undefined,
    sizes: kind === "ours" ? sizes.ours : sizes.peers,
    at: (deltas) => {
      const aggregate = over(deltas);
      return {
        units: deltas,
        run: async () => toOutcome(await aggregate()),
        sameOutcomeAs: `${String(deltas)} deltas`,
        ...(peer !== undefined && deltas === sizes.compared && { peer: sizedId(peer, deltas) }),
      };
    },
  };
}

// Read to the last: the arguments are parsed where they are asked for.
function toOutcome(calls: readonly Call[] | undefined): unknown {
  return calls?.map(({ name, args }) => ({ name, args }));
}
