import { monitorEventLoopDelay } from "node:perf_hooks";
import { median } from "../frame/statistics.ts";

/** A vector store as the benchmark uses it: rows in, rows out. */
export interface SearchedStore {
  readonly add: (vectors: readonly (readonly number[])[]) => Promise<unknown>;
  /** The rows of the ten nearest. */
  readonly search: (query: readonly number[]) => Promise<readonly number[]>;
}

/** What was seen of a store. */
export interface StoreFigures {
  readonly indexSeconds: number;
  /** The longest time for which nothing else could run while vectors were added. */
  readonly blockedMs: number;
  /** Median. */
  readonly queryMs: number;
  readonly found: readonly (readonly number[])[];
}

/** Adds vectors to a store, then searches it. */
export async function searchStore(
  store: SearchedStore,
  vectors: readonly (readonly number[])[],
  queries: readonly (readonly number[])[],
): Promise<StoreFigures> {
  // What the store before left behind.
  globalThis.gc?.({ type: "major", execution: "sync" });
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const begun = performance.now();
  await store.add(vectors);
  const indexSeconds = (performance.now() - begun) / 1000;
  // The delay is noted when the timer behind it is late.
  await new Promise((resolve) => setTimeout(resolve, 5));
  delay.disable();
  return { indexSeconds, blockedMs: delay.max / 1e6, ...(await searchAll(store, queries)) };
}

/** Searches for each query. */
export async function searchAll(
  store: SearchedStore,
  queries: readonly (readonly number[])[],
): Promise<Pick<StoreFigures, "queryMs" | "found">> {
  const times: number[] = [];
  const found: (readonly number[])[] = [];
  for (const query of queries) {
    const begun = performance.now();
    found.push(await store.search(query));
    times.push(performance.now() - begun);
  }
  return { queryMs: median(times), found };
}

/** The share of what should be found that was. */
export function recallOf(
  found: readonly (readonly number[])[],
  expected: readonly (readonly number[])[],
): number {
  const hits = expected.flatMap((rows, query) => rows.filter((row) => found[query]?.includes(row)));
  return hits.length / expected.flat().length;
}
