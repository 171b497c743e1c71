import type { Document } from "../../documents/document.ts";
import type { Vector } from "../embeddings/embeddings.ts";
import { checkDocumentCount, checkDocumentIds, toDocumentIds } from "./check-documents.ts";
import { toDocumentPredicate, type DocumentFilter } from "./document-filter.ts";
import { checkK, FlatIndex, type VectorMatch } from "./flat-index.ts";
import type { AddDocumentsOptions } from "./vector-store-interface.ts";
import { VectorStore } from "./vector-store.ts";

/**
 * A vector store in memory that looks at every document: exact, by the cosine of the angle, from -1 to 1. A vector of zeros
 * is near to nothing: its score is 0.
 *
 * A search takes about 20 ms among 50,000 vectors of 384 numbers, which take 77 MB.
 *
 * @example
 * const store = await MemoryVectorStore.fromTexts(texts, {}, embeddings);
 * const retriever = store.asRetriever({ k: 2 });
 */
export class MemoryVectorStore extends VectorStore {
  #index = new FlatIndex();

  /** How many documents there are. */
  get size(): number {
    return this.#index.size;
  }

  override async addVectors(
    vectors: readonly Vector[],
    documents: readonly Document[],
    options: AddDocumentsOptions = {},
  ): Promise<string[]> {
    checkDocumentCount(vectors.length, documents.length, "vectors");
    const ids = toDocumentIds(documents, options.ids);
    const firstRow = this.#index.append(vectors);
    const entries = documents.map((document, index) => ({ id: ids[index] ?? "", document }));
    this.#index.commit(firstRow, entries);
    this.#compact();
    return ids;
  }

  override async delete({ ids }: { readonly ids: readonly string[] }): Promise<void> {
    checkDocumentIds(ids);
    this.#index.delete(ids);
    this.#compact();
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
    return this.#index.search(this.#index.toQuery(query), k, { passes });
  }

  // Each row is moved at most as often as rows are deleted: the cost of a deletion stays constant.
  #compact(): void {
    if (this.#index.rowCount > 2 * this.#index.size) this.#index = this.#index.compact();
  }
}
