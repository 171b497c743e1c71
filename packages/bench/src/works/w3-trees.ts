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
import type { Scale, SeriesFields, Side } from "../work.ts";

/** Runs side by side, or within each other. */
interface Tree {
  readonly id: string;
  readonly what: string;
  readonly against: string;
  readonly ours: (size: number) => RivuletRuns;
  readonly peers: (size: number) => LangchainRuns;
  readonly runsOf: (size: number) => number;
}

/** Makes the runs of a tree and tells how many events there were of their starts and ends. */
interface TreeWay {
  readonly id: string;
  readonly label: string;
  readonly ratioAtLeast: number;
  readonly isTriedDeepest: boolean;
  readonly ours: (runs: RivuletRuns) => Promise<number>;
  readonly peers: (runs: LangchainRuns) => Promise<number>;
}

interface TreeSizes {
  /** What is compared with the peer. */
  readonly compared: number;
  readonly ours: readonly number[];
  readonly invoked: readonly number[];
  readonly streamed: readonly number[];
  /** Beyond the series: what would overflow the stack. */
  readonly deepest: number;
}

const fullSizes: Readonly<Record<string, TreeSizes>> = {
  parallel: {
    compared: 100,
    ours: [10, 30, 100, 300, 1_000],
    invoked: [10, 30, 100, 300, 1_000],
    streamed: [5, 10, 30, 60, 100],
    deepest: 0,
  },
  nested: {
    compared: 100,
    ours: [10, 30, 100, 250, 500],
    invoked: [10, 30, 100, 250, 500],
    streamed: [5, 10, 30, 60, 100],
    deepest: 5_000,
  },
};
const few = [1, 2, 3, 4, 5];
const smokeSizes: TreeSizes = { compared: 3, ours: few, invoked: few, streamed: few, deepest: 9 };

const trees: readonly Tree[] = [
  {
    id: "parallel",
    what: "parallel branches",
    against: "branches",
    ours: rivuletParallel,
    peers: langchainParallel,
    runsOf: (branches) => branches + 1,
  },
  {
    id: "nested",
    what: "nested sequences",
    against: "levels",
    ours: rivuletNested,
    peers: langchainNested,
    runsOf: (depth) => depth * 2 + 1,
  },
];

const treeWays: readonly TreeWay[] = [
  {
    id: "invoke",
    label: "invoke, one listener",
    ratioAtLeast: 40,
    isTriedDeepest: true,
    ours: async ({ invoke }) => {
      const { handler, count } = rivuletListener();
      await invoke([handler]);
      return count();
    },
    peers: async ({ invoke }) => {
      const { handler, count } = langchainListener();
      await invoke([handler]);
      // It tells its handlers in the background.
      await awaitAllCallbacks();
      return count();
    },
  },
  {
    id: "events",
    label: "streamEvents",
    ratioAtLeast: 80,
    isTriedDeepest: false,
    ours: startsAndEnds,
    peers: startsAndEnds,
  },
];

/** Each tree in each way, ours and the peer's. */
export const w3TreeSeries: readonly SeriesFields[] = trees.flatMap((tree) =>
  treeWays.flatMap(({ id, label }): SeriesFields[] => {
    const common = { against: tree.against, panel: tree.what };
    const seriesId = `${tree.id}-${id}`;
    return [
      {
        ...common,
        id: seriesId,
        label: `Rivulet, ${tree.what}, ${label}`,
        side: "ours",
        atMost: 1.05,
      },
      {
        ...common,
        id: `peer-${seriesId}`,
        label: `LangChain.js, ${tree.what}, ${label}`,
        side: "peer",
      },
    ];
  }),
);

/**
 * Their sides at each size. Ids end in `compared` at the size that is compared with the peer, in `largest` at the end of our
 * series, and in `deepest` beyond it.
 */
export function w3TreeSides(scale: Scale): readonly Side[] {
  return trees.flatMap((tree) => {
    const sizes = (scale === "smoke" ? undefined : fullSizes[tree.id]) ?? smokeSizes;
    return treeWays.flatMap((way) => [
      ...sizes.ours.map((size) => ourSide({ tree, way, size, sizes })),
      ...(way.id === "invoke" ? sizes.invoked : sizes.streamed).map((size) =>
        peerSide({ tree, way, size, sizes }),
      ),
      ...(way.isTriedDeepest && sizes.deepest > 0
        ? [ourSide({ tree, way, size: sizes.deepest, sizes })]
        : []),
    ]);
  });
}

interface Place {
  readonly tree: Tree;
  readonly way: TreeWay;
  readonly size: number;
  readonly sizes: TreeSizes;
}

function ourSide(place: Place): Side {
  const { tree, way, size, sizes } = place;
  const runs = tree.ours(size);
  const side = { ...commonOf(place, "Rivulet"), kind: "ours" as const, run: () => way.ours(runs) };
  if (size === sizes.compared) {
    return { ...side, peer: `peer-${side.id}`, goal: { ratioAtLeast: way.ratioAtLeast } };
  }
  if (size !== sizes.deepest) return side;
  const { point: _point, ...beyond } = side;
  return beyond;
}

function peerSide(place: Place): Side {
  const { tree, way, size } = place;
  const runs = tree.peers(size);
  const side = commonOf(place, "LangChain.js");
  const point = { series: `peer-${side.point.series}`, size };
  return { ...side, id: `peer-${side.id}`, kind: "peer", run: () => way.peers(runs), point };
}

function commonOf({ tree, way, size, sizes }: Place, whose: string) {
  const series = `${tree.id}-${way.id}`;
  const roles = new Map([
    [sizes.deepest, "deepest"],
    [sizes.ours.at(-1), "largest"],
    [sizes.compared, "compared"],
  ]);
  return {
    id: `${series}-${roles.get(size) ?? String(size)}`,
    label: `${whose}, ${size.toLocaleString("en")} ${tree.what}, ${way.label}`,
    units: tree.runsOf(size),
    sameOutcomeAs: `${tree.id} of ${String(size)}`,
    point: { series, size },
  };
}

async function startsAndEnds({ streamEvents }: RivuletRuns | LangchainRuns): Promise<number> {
  const counts = await countEvents(streamEvents());
  return (counts["on_chain_start"] ?? 0) + (counts["on_chain_end"] ?? 0);
}
