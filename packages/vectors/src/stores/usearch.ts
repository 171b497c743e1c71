import {
  checkDocumentCount,
  checkDocumentIds,
  checkK,
  FlatIndex,
  toDocumentPredicate,
  toDocumentIds,
  VectorStore,
  type AddDocumentsOptions,
  type Document,
  type DocumentFilter,
  type Embeddings,
  type Vector,
  type VectorMatch,
} from "@rivulet/runnables";
import { loadStore, type LoadedStore } from "../files/load-store.ts";
import { saveStore } from "../files/save-store.ts";
import { NativeIndex } from "../native/native-index.ts";
import { WorkQueue } from "../util/work-queue.ts";
import { checkArgs, type CheckedArgs, type USearchArgs } from "./check-args.ts";

/** What loading a store may be told. */
export type USearchLoadOptions = Pick<USearchArgs, "expansionSearch">;

// From one row in so many on, looking at all of them is as fast as the index, and exact.
const exactShare = 8;
const widening = 8;
// What is copied without a pause.
const rowsAtATime = 1000;

/**
 * A vector store on an approximate index ([usearch](https://github.com/unum-cloud/USearch)), which is saved to a folder and
 * loaded again. Scores are cosines, from -1 to 1, as those of a `MemoryVectorStore`.
 *
 * The index finds candidates, which are then compared exactly. A small store, and one of which a filter leaves little, is
 * searched exactly altogether. What is added, deleted or saved at the same time is done one after the other; searches go on
 * meanwhile, and find what was added all at once.
 *
 * @example
 * const store = await USearch.fromTexts(texts, metadatas, embeddings);
 * await store.save("./vectors");
 * const again = await USearch.load("./vectors", embeddings);
 */
export class USearch extends VectorStore {
  readonly #args: CheckedArgs;
  readonly #changes = new WorkQueue();
  #flat = new FlatIndex();
  #native: NativeIndex | undefined;

  /** @throws {@link InvalidArgumentError} when an argument is none. */
  constructor(embeddings: Embeddings, args: USearchArgs = {}) {
    super(embeddings);
    this.#args = checkArgs(args);
  }

  /**
   * The store that was saved to a folder: with the same documents, ids and results.
   *
   * @throws {@link VectorStoreFileError} when a file is missing, or is not what was saved. {@link VectorIndexUnavailableError}
   * when there is no build of the index for this machine.
   */
  static async load(
    directory: string,
    embeddings: Embeddings,
    options: USearchLoadOptions = {},
  ): Promise<USearch> {
    checkArgs(options);
    const loaded = await loadStore(directory);
    const { connectivity, expansionAdd } = loaded;
    const expansionSearch = options.expansionSearch ?? loaded.expansionSearch;
    const store = new USearch(embeddings, { connectivity, expansionAdd, expansionSearch });
    store.#use(loaded);
    return store;
  }

  /** How many documents there are. */
  get size(): number {
    return this.#flat.size;
  }

  /**
   * Saves the store to a folder, which is made if need be. What was saved there before is replaced in one step, so that a
   * crash leaves the one or the other. Metadata is kept as JSON.
   *
   * @throws {@link InvalidArgumentError} when the metadata of a document can't be written as JSON.
   */
  save(directory: string): Promise<void> {
    return this.#changes.run(() =>
      saveStore(directory, {
        snapshot: this.#flat.toSnapshot(),
        native: this.#native,
        ...this.#args,
      }),
    );
  }

  override async addVectors(
    vectors: readonly Vector[],
    documents: readonly Document[],
    options: AddDocumentsOptions = {},
  ): Promise<string[]> {
    checkDocumentCount(vectors.length, documents.length, "vectors");
    const ids = toDocumentIds(documents, options.ids);
    const entries = documents.map((document, index) => ({ id: ids[index] ?? "", document }));
    // A list of one's own: its turn comes later, and the caller may fill the list anew meanwhile.
    const rows = [...vectors];
    await this.#changes.run(async () => {
      const firstRow = this.#flat.rowCount;
      try {
        for (let start = 0; start < rows.length; start += rowsAtATime) {
          options.signal?.throwIfAborted();
          await this.#appendRows(rows.slice(start, start + rowsAtATime), options.signal);
        }
        this.#flat.commit(firstRow, entries);
      } finally {
        await this.#compact();
      }
    });
    return ids;
  }

  override async delete({ ids }: { readonly ids: readonly string[] }): Promise<void> {
    checkDocumentIds(ids);
    const gone = [...ids];
    await this.#changes.run(async () => {
      this.#flat.delete(gone);
      await this.#compact();
    });
  }

  override async similaritySearchVectorWithScore(
    query: Vector,
    k: number,
    filter?: DocumentFilter,
  ): Promise<[Document, number][]> {
    const matches = await this._similaritySearchVectors(query, k, filter);
    return matches.map(({ document, score }) => [document, score]);
  }

  protected override async _similaritySearchVectors(
    query: Vector,
    k: number,
    filter?: DocumentFilter,
  ): Promise<readonly VectorMatch[]> {
    checkK(k);
    const passes = toDocumentPredicate(filter);
    const normalized = this.#flat.toQuery(query);
    const rows = this.#findCandidates(normalized, k, passes);
    return this.#flat.search(normalized, k, rows === undefined ? { passes } : { rows });
  }

  // The rows among which the nearest are; undefined when all have to be looked at.
  #findCandidates(
    query: Float32Array,
    k: number,
    passes: ((document: Document) => boolean) | undefined,
  ): readonly number[] | undefined {
    const flat = this.#flat;
    const isFound = (row: number): boolean => {
      const document = flat.entryAt(row)?.document;
      return document !== undefined && (passes === undefined || passes(document));
    };
    let count = Math.max(this.#args.expansionSearch, 2 * k);
    for (; this.#native !== undefined && exactShare * count < flat.rowCount; count *= widening) {
      const rows = this.#native.search(query, count);
      // The farther half of what an index gives lacks many: enough have to be found in the nearer one.
      const nearer = rows.slice(0, count / 2).filter(isFound);
      if (nearer.length >= k) return [...nearer, ...rows.slice(count / 2).filter(isFound)];
    }
    return undefined;
  }

  async #appendRows(vectors: readonly Vector[], signal: AbortSignal | undefined): Promise<void> {
    const firstRow = this.#flat.append(vectors);
    const { dimensions, values } = this.#flat.toSnapshot();
    this.#native ??= await NativeIndex.create({ ...this.#args, dimensions });
    await this.#native.add(firstRow, values.subarray(firstRow * dimensions), signal);
  }

  // Deleted rows stay in the index; when they are the greater part, it is built anew.
  async #compact(): Promise<void> {
    if (this.#flat.rowCount <= 2 * this.#flat.size) return;
    const flat = this.#flat.compact();
    const { dimensions, values } = flat.toSnapshot();
    const native =
      dimensions === 0 ? undefined : await NativeIndex.create({ ...this.#args, dimensions });
    await native?.add(0, values);
    this.#use({ flat, native });
  }

  #use({ flat, native }: Pick<LoadedStore, "flat" | "native">): void {
    this.#flat = flat;
    this.#native = native;
  }
}
