import { awaitAllCallbacks } from "@langchain/core/callbacks/promises";
import { countEvents } from "../chains/consume.ts";
import {
  langchainListener,
  langchainNested,
  langchainParallel,
  type LangchainRuns,
} from "../chains/langchain-runs.ts";
import {
  rivuletListener,
  rivuletNested,
  rivuletParallel,
  type RivuletRuns,
} from "../chains/rivulet-runs.ts";
import type { Claim } from "../frame/claim.ts";
import type { Side } from "../frame/side.ts";
import { sizedId, sizedLabel, type SizedProgram } from "../frame/sized-program.ts";
import type { Scale } from "../frame/work.ts";

/** Runs side by side, or within each other. */
interface Tree {
  readonly id: string;
  readonly what: string;
  readonly against: string;
  readonly ours: (size: number) => RivuletRuns;
  readonly peers: (size: number) => LangchainRuns;
  readonly runsOf: (size: number) => number;
  readonly sizes: readonly number[];
}

/** Makes the runs of a tree and tells how many events there were of their starts and ends. */
interface TreeWay {
  readonly id: string;
  readonly label: string;
  readonly ratioAtLeast: number;
  readonly ours: (runs: RivuletRuns) => Promise<number>;
  readonly peers: (runs: LangchainRuns) => Promise<number>;
  /** The peer's, where those of the tree take it too long. */
  readonly peerSizes?: readonly number[];
}

const compared = 100;
const smokeSizes = [1, 2, 3, 4, 5];
const smokeCompared = 3;

const parallel: Tree = {
  id: "parallel",
  what: "parallel branches",
  against: "branches",
  ours: rivuletParallel,
  peers: langchainParallel,
  runsOf: (branches) => branches + 1,
  sizes: [10, 30, 100, 300, 1_000],
};

const nested: Tree = {
  id: "nested",
  what: "nested sequences",
  against: "levels",
  ours: rivuletNested,
  peers: langchainNested,
  runsOf: (depth) => depth * 2 + 1,
  sizes: [10, 30, 100, 250, 500],
};

const invoke: TreeWay = {
  id: "invoke",
  label: "invoke, one listener",
  ratioAtLeast: 40,
  ours: async (runs) => {
    const { handler, count } = rivuletListener();
    await runs.invoke([handler]);
    return count();
  },
  peers: async (runs) => {
    const { handler, count } = langchainListener();
    await runs.invoke([handler]);
    // It tells its handlers in the background.
    await awaitAllCallbacks();
    return count();
  },
};

const events: TreeWay = {
  id: "events",
  label: "streamEvents",
  ratioAtLeast: 80,
  ours: startsAndEnds,
  peers: startsAndEnds,
  peerSizes: [5, 10, 30, 60, 100],
};

/** Each tree in each way, ours and the peer's. */
export function w3Trees(scale: Scale): readonly SizedProgram[] {
  return [parallel, nested].flatMap((tree) =>
    [invoke, events].flatMap((way) => [oursOf(tree, way, scale), peersOf(tree, way, scale)]),
  );
}

function oursOf(tree: Tree, way: TreeWay, scale: Scale): SizedProgram {
  const { id, what, against, runsOf, sizes } = tree;
  const comparedAt = scale === "smoke" ? smokeCompared : compared;
  return {
    id: `${id}-${way.id}`,
    label: `Rivulet, ${what}, ${way.label}`,
    kind: "ours",
    against,
    panel: what,
    atMost: 1.05,
    sizes: scale === "smoke" ? smokeSizes : sizes,
    at: (size) => {
      const runs = tree.ours(size);
      return {
        units: runsOf(size),
        run: () => way.ours(runs),
        sameOutcomeAs: `${id} of ${String(size)}`,
        ...(size === comparedAt && {
          peer: sizedId(`peer-${id}-${way.id}`, size),
          goal: { ratioAtLeast: way.ratioAtLeast },
        }),
      };
    },
  };
}

function peersOf(tree: Tree, way: TreeWay, scale: Scale): SizedProgram {
  const { id, what, against, runsOf, sizes } = tree;
  return {
    id: `peer-${id}-${way.id}`,
    label: `LangChain.js, ${what}, ${way.label}`,
    kind: "peer",
    against,
    panel: what,
    sizes: scale === "smoke" ? smokeSizes : (way.peerSizes ?? sizes),
    at: (size) => {
      const runs = tree.peers(size);
      return {
        units: runsOf(size),
        run: () => way.peers(runs),
        sameOutcomeAs: `${id} of ${String(size)}`,
      };
    },
  };
}

/** Beyond the series: a depth that would overflow the stack. What does not slow down costs the same there. */
export function w3Deepest(scale: Scale): { readonly side: Side; readonly claim: Claim } {
  const depth = scale === "smoke" ? 9 : 5_000;
  const largest = (scale === "smoke" ? smokeSizes : nested.sizes).at(-1) ?? depth;
  const runs = nested.ours(depth);
  return {
    side: {
      id: "deepest",
      label: sizedLabel(
        { label: `Rivulet, ${nested.what}, ${invoke.label}`, against: nested.against },
        depth,
      ),
      kind: "ours",
      units: nested.runsOf(depth),
      run: () => invoke.ours(runs),
    },
    claim: {
      text: `a run at ${depth.toLocaleString("en")} levels to one at ${String(largest)}, invoke`,
      figure: (cost) => cost("deepest") / cost(sizedId("nested-invoke", largest)),
      unit: "x",
      // The allowance of W2.
      atMost: 1.5,
    },
  };
}

async function startsAndEnds({ streamEvents }: RivuletRuns | LangchainRuns): Promise<number> {
  const counts = await countEvents(streamEvents());
  return (counts["on_chain_start"] ?? 0) + (counts["on_chain_end"] ?? 0);
}
