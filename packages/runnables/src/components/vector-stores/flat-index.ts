import { InvalidArgumentError } from "@rivulet/core";
import type { Document } from "../../documents/document.ts";
import type { Vector } from "../embeddings/embeddings.ts";
import { NearestRows } from "./nearest-rows.ts";
import { VectorRows } from "./vector-rows.ts";

/** What a row of a {@link FlatIndex} holds beside its vector. */
export interface FlatIndexEntry {
  readonly id: string;
  readonly document: Document;
}

/** A document that was found, with its score (the greater, the nearer) and its vector. */
export interface VectorMatch {
  readonly document: Document;
  readonly score: number;
  readonly vector: ArrayLike<number>;
}

/** What a {@link FlatIndex} is made of, row by row; an entry is `undefined` where the row is empty. */
export interface FlatIndexSnapshot {
  /** The length of the vectors; 0 when there are none. */
  readonly dimensions: number;
  /** The vectors, each of length one, one behind the other. */
  readonly values: Float32Array;
  readonly entries: readonly (FlatIndexEntry | undefined)[];
}

/** Which rows a search looks at. */
export interface FlatSearchOptions {
  /** By default all. */
  readonly rows?: readonly number[] | undefined;
  /** Whether a document may be found. */
  readonly passes?: ((document: Document) => boolean) | undefined;
}

/**
 * Documents in rows with their vectors, compared by the cosine of the angle: exact, by looking at every row. For stores of
 * your own.
 *
 * A row is taken with `append`, found from `commit` on, and never used again: what is deleted or replaced leaves an empty
 * row behind, until `compact` makes an index without them.
 */
export class FlatIndex {
  #rows = new VectorRows();
  readonly #entries: (FlatIndexEntry | undefined)[] = [];
  readonly #rowOfId = new Map<string, number>();

  /**
   * The index that a snapshot was taken of, with the same rows. The values are not copied.
   *
   * @throws {@link InvalidArgumentError} when there are not as many values as the entries need.
   */
  static fromSnapshot({ dimensions, values, entries }: FlatIndexSnapshot): FlatIndex {
    if (!(dimensions >= 0) || values.length !== entries.length * dimensions) {
      throw new InvalidArgumentError(
        `A snapshot has ${String(values.length)} values for ${String(entries.length)} rows of ${String(dimensions)}; give the values of all rows.`,
      );
    }
    const index = new FlatIndex();
    index.#rows = VectorRows.of(values, dimensions);
    for (const [row, entry] of entries.entries()) {
      index.#entries.push(entry);
      if (entry !== undefined) index.#rowOfId.set(entry.id, row);
    }
    return index;
  }

  /** What the index is made of: a view, until it is changed. */
  toSnapshot(): FlatIndexSnapshot {
    return {
      dimensions: this.dimensions ?? 0,
      values: this.#rows.values,
      entries: this.#entries,
    };
  }

  /** The length of the vectors; `undefined` before the first. */
  get dimensions(): number | undefined {
    return this.#rows.dimensions;
  }

  /** How many documents there are. */
  get size(): number {
    return this.#rowOfId.size;
  }

  /** How many rows there are, with those that are empty. */
  get rowCount(): number {
    return this.#entries.length;
  }

  /**
   * Takes a row for each vector, the first of which is returned. Nobody finds them before `commit`.
   *
   * @throws {@link InvalidArgumentError} when a vector is of another length than the others, or has no finite numbers; then
   * none was taken.
   */
  append(vectors: readonly Vector[]): number {
    const firstRow = this.rowCount;
    this.#rows.append(vectors);
    for (const _ of vectors) this.#entries.push(undefined);
    return firstRow;
  }

  /** Puts documents into rows that were taken. One that has the id of an earlier one takes its place. */
  commit(firstRow: number, entries: readonly FlatIndexEntry[]): void {
    this.delete(entries.map(({ id }) => id));
    for (const [index, entry] of entries.entries()) {
      this.#entries[firstRow + index] = entry;
      this.#rowOfId.set(entry.id, firstRow + index);
    }
  }

  /** Empties the rows of these ids, those that there are. */
  delete(ids: readonly string[]): void {
    for (const id of ids) {
      const row = this.#rowOfId.get(id);
      if (row === undefined) continue;
      this.#entries[row] = undefined;
      this.#rowOfId.delete(id);
    }
  }

  /** What a row holds; `undefined` when it is empty. */
  entryAt(row: number): FlatIndexEntry | undefined {
    return this.#entries[row];
  }

  /** The vector of a row, with length one (or all zeros). A view: copy it to keep it. */
  vectorAt(row: number): Float32Array {
    return this.#rows.at(row);
  }

  /**
   * A query as `search` takes it.
   *
   * @throws {@link InvalidArgumentError} when it is of another length than the vectors, or has no finite numbers.
   */
  toQuery(vector: Vector): Float32Array {
    return this.#rows.normalize(vector);
  }

  /** The `k` nearest documents, the nearest first; of two with the same score, the one that was added first. */
  search(query: Float32Array, k: number, options: FlatSearchOptions = {}): VectorMatch[] {
    const { rows, passes } = options;
    const nearest = new NearestRows(k);
    const count = rows?.length ?? this.#entries.length;
    for (let index = 0; index < count; index += 1) {
      const row = rows?.[index] ?? index;
      const entry = this.#entries[row];
      if (entry === undefined || (passes && !passes(entry.document))) continue;
      nearest.offer(row, this.#rows.dot(query, row));
    }
    return nearest.toSorted().flatMap(({ row, score }) => {
      const document = this.#entries[row]?.document;
      if (document === undefined) return [];
      // Rounding may leave the range of a cosine.
      return [{ document, score: Math.min(1, Math.max(-1, score)), vector: this.vectorAt(row) }];
    });
  }

  /** The same documents in the same order, without empty rows. */
  compact(): FlatIndex {
    const compacted = new FlatIndex();
    const rows = [...this.#rowOfId.values()].toSorted((one, other) => one - other);
    compacted.#rows.appendRows(this.#rows, rows);
    compacted.#entries.length = rows.length;
    compacted.commit(
      0,
      rows.flatMap((row) => this.#entries[row] ?? []),
    );
    return compacted;
  }
}

/**
 * Refuses a number of documents that is none.
 *
 * @throws {@link InvalidArgumentError}
 */
export function checkK(k: number, name = "k"): void {
  if (Number.isSafeInteger(k) && k > 0) return;
  throw InvalidArgumentError.of(
    `${name} was`,
    k,
    "how many documents to find, a whole number of at least 1",
  );
}
