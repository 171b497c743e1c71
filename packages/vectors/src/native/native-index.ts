import type { Index } from "usearch";
import { nextTurn } from "../util/next-turn.ts";
import { loadUsearch } from "./load-usearch.ts";

/** How an index is built. */
export interface NativeIndexOptions {
  readonly dimensions: number;
  /** How many neighbours a vector is linked to. */
  readonly connectivity: number;
  /** Among how many candidates the neighbours are chosen. */
  readonly expansionAdd: number;
}

// A batch is not greater although the first vectors take no time: what follows takes more, all of a sudden.
const mostAtATime = 128;

// How long one native call, during which nothing else runs, should take.
const turnMs = 20;

/**
 * The graph of the approximate index. It holds the vectors as 16-bit numbers and knows them by their rows; whoever asks it
 * compares what it finds once more, exactly.
 *
 * Nothing is ever removed from it: in usearch 2.25, an index from which vectors were removed writes beyond its memory once
 * it has been saved and loaded.
 */
export class NativeIndex {
  readonly #index: Index;
  #batchSize = 16;

  private constructor(index: Index) {
    this.#index = index;
  }

  /** An empty index. Throws as {@link loadUsearch} does. */
  static async create(options: NativeIndexOptions): Promise<NativeIndex> {
    const { Index, MetricKind, ScalarKind } = await loadUsearch();
    const index = new Index({
      dimensions: options.dimensions,
      metric: MetricKind.IP,
      quantization: ScalarKind.BF16,
      connectivity: options.connectivity,
      expansion_add: options.expansionAdd,
      // The number of results that is asked for is the expansion of each search.
      expansion_search: 1,
      multi: false,
    });
    return new NativeIndex(index);
  }

  /** The length of the vectors. */
  get dimensions(): number {
    return Number(this.#index.dimensions());
  }

  /** How many vectors there are. */
  get size(): number {
    return Number(this.#index.size());
  }

  /**
   * Adds the vectors of successive rows, on all processors, in batches between which others have their turn. What was added
   * before it was aborted stays.
   *
   * @throws the reason, when it is aborted.
   */
  async add(firstRow: number, values: Float32Array, signal?: AbortSignal): Promise<void> {
    const { dimensions } = this;
    const count = values.length / dimensions;
    for (let start = 0; start < count;) {
      signal?.throwIfAborted();
      const end = Math.min(count, start + this.#batchSize);
      const rows = BigUint64Array.from({ length: end - start }, (_, index) =>
        BigInt(firstRow + start + index),
      );
      const begun = performance.now();
      this.#index.add(rows, values.subarray(start * dimensions, end * dimensions), 0);
      this.#adjustBatchSize(end - start, performance.now() - begun);
      start = end;
      await nextTurn();
    }
  }

  /** The rows of the `count` vectors that seem nearest, the nearest first. */
  search(query: Float32Array, count: number): number[] {
    if (this.size === 0) return [];
    return Array.from(this.#index.search(query, count, 1).keys, Number);
  }

  /** Writes the index to a file. */
  save(file: string): void {
    this.#index.save(file);
  }

  /** Reads the index of a file, which must be one that `save` wrote: native code trusts it. */
  load(file: string): void {
    this.#index.load(file);
  }

  #adjustBatchSize(count: number, tookMs: number): void {
    const fitting = Math.round((count * turnMs) / Math.max(tookMs, 0.1));
    this.#batchSize = Math.max(1, Math.min(fitting, 2 * this.#batchSize, mostAtATime));
  }
}
