import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MemoryVectorStore } from "@rivulet/runnables";
import { USearch, type USearchArgs } from "@rivulet/vectors";
import type { Finding, Report, Row } from "../frame/report.ts";
import type { Scale, Work } from "../frame/work.ts";
import { createVectors, type VectorShape } from "../vectors/create-vectors.ts";
import { recallOf, searchAll, searchStore, type StoreFigures } from "../vectors/searched-store.ts";
import { langchainStore, NoEmbeddings, rivuletStore } from "../vectors/vector-stores.ts";

interface Sizes {
  readonly count: number;
  /** Vectors in all directions take the index ten times as long to add: of those there are fewer. */
  readonly randomCount: number;
  readonly dimensions: number;
  readonly queries: number;
}

const sizesBy: Readonly<Record<Scale, Sizes>> = {
  full: { count: 50_000, randomCount: 10_000, dimensions: 384, queries: 100 },
  quick: { count: 20_000, randomCount: 5_000, dimensions: 384, queries: 50 },
  smoke: { count: 2_500, randomCount: 2_500, dimensions: 32, queries: 10 },
};

const leastRecall = 0.95;

// Vectors in all directions alike are nearly all as far from each other: there the index has to look at many.
const argsOf: Readonly<Record<VectorShape, USearchArgs>> = {
  clustered: {},
  random: { connectivity: 32, expansionAdd: 256, expansionSearch: 1024 },
};

/** The ten nearest of many vectors: exact stores, and the one on an approximate index, saved and loaded again. */
export const w11: Work = {
  id: "w11",
  title: "the ten nearest of many vectors",
  async run(scale): Promise<Report> {
    const sizes = sizesBy[scale];
    const parts = [
      await measureShape("clustered", sizes),
      await measureShape("random", { ...sizes, count: sizes.randomCount }),
    ];
    return {
      id: w11.id,
      title: w11.title,
      unit: "ms, or the unit that is named",
      rounds: 1,
      rows: parts.flatMap(({ rows }) => rows),
      findings: parts.flatMap(({ findings }) => findings),
      series: [],
    };
  },
};

async function measureShape(
  shape: VectorShape,
  { count, dimensions, queries: queryCount }: Omit<Sizes, "randomCount">,
): Promise<Pick<Report, "rows" | "findings">> {
  const vectors = createVectors({ shape, count, dimensions, seed: 1 });
  const queries = createVectors({ shape, count: queryCount, dimensions, seed: 3 });
  const what = `${count.toLocaleString("en")} x ${String(dimensions)}, ${shape}`;
  const peer = await searchStore(langchainStore(), vectors, queries);
  const memory = new MemoryVectorStore(new NoEmbeddings());
  const exact = await searchStore(rivuletStore(memory), vectors, queries);
  const store = new USearch(new NoEmbeddings(), argsOf[shape]);
  const found = await searchStore(rivuletStore(store), vectors, queries);
  const recall = (name: string, { found: rows }: Pick<StoreFigures, "found">): Finding => ({
    text: `recall@10 of ${name}, ${what}`,
    value: recallOf(rows, exact.found),
    unit: "",
    atLeast: leastRecall,
  });
  return {
    rows: [
      ...toRows(`LangChain.js, MemoryVectorStore, ${what}`, peer),
      ...toRows(`Rivulet, MemoryVectorStore, ${what}`, exact, peer),
      ...toRows(`Rivulet, USearch, ${what}`, found, peer),
    ],
    findings: [
      recall("USearch", found),
      {
        text: `longest turn while USearch adds, ${what}`,
        value: found.blockedMs,
        unit: "ms",
      },
      ...(await reopen(store, queries, { what, found })),
    ],
  };
}

function toRows(
  label: string,
  { queryMs, indexSeconds }: StoreFigures,
  peer?: StoreFigures,
): readonly Row[] {
  const kind = peer === undefined ? "peer" : "ours";
  return [
    {
      id: `${label}, query`,
      label: `${label}, query, median`,
      kind,
      cost: queryMs,
      ...(peer !== undefined && { peerCost: peer.queryMs, ratio: peer.queryMs / queryMs }),
    },
    { id: `${label}, index`, label: `${label}, adding all`, kind, unit: "s", cost: indexSeconds },
  ];
}

/** Saves the store, loads it, and sees that it finds the same. */
async function reopen(
  store: USearch,
  queries: readonly (readonly number[])[],
  { what, found }: { readonly what: string; readonly found: StoreFigures },
): Promise<readonly Finding[]> {
  const folder = mkdtempSync(join(tmpdir(), "bench-vectors-"));
  try {
    const begun = performance.now();
    await store.save(folder);
    const saved = performance.now();
    const again = await USearch.load(folder, new NoEmbeddings());
    const loaded = performance.now();
    const { found: rows } = await searchAll(rivuletStore(again), queries);
    if (JSON.stringify(rows) !== JSON.stringify(found.found))
      throw new Error("A store that was loaded finds something else than before.");
    return [
      { text: `USearch on disk, ${what}`, value: sizeOf(folder) / 1e6, unit: "MB" },
      { text: `USearch, saving, ${what}`, value: saved - begun, unit: "ms" },
      { text: `USearch, loading, ${what}`, value: loaded - saved, unit: "ms" },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function sizeOf(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}
