import { InvalidArgumentError, isPlainObject } from "@rivulet/core";
import {
  Document,
  isDocument,
  type DocumentInterface,
  type DocumentMetadata,
} from "../../documents/document.ts";
import { NotImplementedError } from "../../errors/not-implemented-error.ts";
import type { RunnableConfig } from "../../execution/runnable-config.ts";
import type { Embeddings, Vector } from "../embeddings/embeddings.ts";
import { checkDocumentCount, toDocumentIds } from "./check-documents.ts";
import { toMarginalRelevance } from "./check-search.ts";
import { toDocumentPredicate, type DocumentFilter } from "./document-filter.ts";
import { checkK, type VectorMatch } from "./flat-index.ts";
import { maximalMarginalRelevance } from "./maximal-marginal-relevance.ts";
import type {
  AddDocumentsOptions,
  MaxMarginalRelevanceSearchOptions,
  VectorStoreInterface,
} from "./vector-store-interface.ts";
import {
  VectorStoreRetriever,
  type VectorStoreRetrieverOptions,
} from "./vector-store-retriever.ts";

/** A class of vector stores, as `fromTexts` and `fromDocuments` make one. */
export type VectorStoreClass<Store extends VectorStore, Args extends object> = new (
  embeddings: Embeddings,
  args?: Args,
) => Store;

/**
 * Keeps documents by the vectors of their texts and finds those that are near a query. A store of your own implements
 * `addVectors` and `similaritySearchVectorWithScore`, and `delete` and `_similaritySearchVectors` where it can.
 */
export abstract class VectorStore implements VectorStoreInterface {
  readonly embeddings: Embeddings;

  constructor(embeddings: Embeddings) {
    this.embeddings = embeddings;
  }

  /**
   * A store of these texts. `metadatas` is one for each text, or one for all. `args` go to the constructor, and to
   * `addDocuments`.
   *
   * @throws {@link InvalidArgumentError} when there are more or fewer metadatas than texts.
   */
  // oxlint-disable-next-line max-params -- the order that LangChain.js has.
  static async fromTexts<Store extends VectorStore, Args extends object>(
    this: VectorStoreClass<Store, Args>,
    texts: readonly string[],
    metadatas: object | readonly object[],
    embeddings: Embeddings,
    args?: NoInfer<Args> & AddDocumentsOptions,
  ): Promise<Store> {
    const store = new this(embeddings, args);
    await store.addDocuments(toDocuments(texts, metadatas), args);
    return store;
  }

  /** A store of these documents. `args` go to the constructor, and to `addDocuments`. */
  // oxlint-disable-next-line max-params -- the order that LangChain.js has.
  static async fromDocuments<Store extends VectorStore, Args extends object>(
    this: VectorStoreClass<Store, Args>,
    documents: readonly DocumentInterface[],
    embeddings: Embeddings,
    args?: NoInfer<Args> & AddDocumentsOptions,
  ): Promise<Store> {
    const store = new this(embeddings, args);
    await store.addDocuments(documents, args);
    return store;
  }

  /**
   * Adds documents with their vectors, and gives their ids. All of them or, when it rejects, none.
   *
   * @throws {@link InvalidArgumentError} when a vector or an id is none.
   */
  abstract addVectors(
    vectors: readonly Vector[],
    documents: readonly Document[],
    options?: AddDocumentsOptions,
  ): Promise<string[]>;

  /**
   * The `k` documents nearest to a vector, the nearest first, with their scores.
   *
   * @throws {@link InvalidArgumentError} when an argument is none.
   */
  abstract similaritySearchVectorWithScore(
    query: Vector,
    k: number,
    filter?: DocumentFilter,
  ): Promise<[Document, number][]>;

  /**
   * Adds documents, or objects with what one is made from, whose texts are embedded, and gives their ids. A document with the id of an earlier one takes its place.
   *
   * @throws {@link InvalidArgumentError} when an id or a vector is none; then nothing was added.
   */
  async addDocuments(
    given: readonly DocumentInterface[],
    options: AddDocumentsOptions = {},
  ): Promise<string[]> {
    const documents = given.map((one) => (isDocument(one) ? one : new Document(one)));
    toDocumentIds(documents, options.ids);
    if (documents.length === 0) return [];
    const texts = documents.map(({ pageContent }) => pageContent);
    const vectors = await this.embeddings.embedDocuments(texts, options);
    options.signal?.throwIfAborted();
    return this.addVectors(vectors, documents, options);
  }

  /**
   * Deletes documents. An id that there is not is none to delete.
   *
   * @throws {@link InvalidArgumentError} when the ids are none.
   */
  async delete(_params: { readonly ids: readonly string[] }): Promise<void> {
    throw new NotImplementedError(
      `${this.constructor.name} deletes no documents; implement delete({ ids }).`,
    );
  }

  /**
   * The `k` documents nearest to a text, the nearest first, with their scores.
   *
   * @throws {@link InvalidArgumentError} when an argument is none.
   */
  // oxlint-disable-next-line max-params -- the order that LangChain.js has.
  async similaritySearchWithScore(
    query: string,
    k = 4,
    filter?: DocumentFilter,
    config?: RunnableConfig,
  ): Promise<[Document, number][]> {
    checkK(k);
    toDocumentPredicate(filter);
    const vector = await this.embeddings.embedQuery(query, config);
    return this.similaritySearchVectorWithScore(vector, k, filter);
  }

  /**
   * The `k` documents nearest to a text, the nearest first.
   *
   * @throws {@link InvalidArgumentError} when an argument is none.
   */
  // oxlint-disable-next-line max-params -- the order that LangChain.js has.
  async similaritySearch(
    query: string,
    k = 4,
    filter?: DocumentFilter,
    config?: RunnableConfig,
  ): Promise<Document[]> {
    const found = await this.similaritySearchWithScore(query, k, filter, config);
    return found.map(([document]) => document);
  }

  /**
   * Documents that are near to a text, but unlike each other, in the order in which they were chosen.
   *
   * @throws {@link InvalidArgumentError} when an option is none.
   */
  async maxMarginalRelevanceSearch(
    query: string,
    options: MaxMarginalRelevanceSearchOptions,
    config?: RunnableConfig,
  ): Promise<Document[]> {
    const { k, fetchK, lambda } = toMarginalRelevance(options);
    toDocumentPredicate(options.filter);
    const vector = await this.embeddings.embedQuery(query, config);
    const matches = await this._similaritySearchVectors(vector, fetchK, options.filter);
    const vectors = matches.map((match) => match.vector);
    const chosen = maximalMarginalRelevance(vector, vectors, lambda, k);
    return chosen.flatMap((index) => matches[index]?.document ?? []);
  }

  /**
   * The store as a retriever, to be put into a chain: how many documents it finds, or all of its options.
   *
   * @throws {@link InvalidArgumentError} when an option is none.
   */
  asRetriever(
    kOrOptions: number | VectorStoreRetrieverOptions = {},
    filter?: DocumentFilter,
  ): VectorStoreRetriever<this> {
    const given: unknown = kOrOptions;
    if (typeof given !== "number" && !isPlainObject(given)) {
      throw InvalidArgumentError.of(
        "The options of a retriever were",
        given,
        "how many documents to find, or an object of options",
      );
    }
    const options = typeof kOrOptions === "number" ? { k: kOrOptions } : kOrOptions;
    return new VectorStoreRetriever({
      ...options,
      filter: options.filter ?? filter,
      vectorStore: this,
    });
  }

  /** What `maxMarginalRelevanceSearch` chooses from: the `k` nearest documents with their vectors, the nearest first. */
  protected async _similaritySearchVectors(
    _query: Vector,
    _k: number,
    _filter?: DocumentFilter,
  ): Promise<readonly VectorMatch[]> {
    throw new NotImplementedError(
      `${this.constructor.name} gives no vectors of what it finds; implement _similaritySearchVectors.`,
    );
  }
}

function toDocuments(
  texts: readonly string[],
  metadatas: object | readonly object[],
): readonly Document[] {
  if (Array.isArray(metadatas)) checkDocumentCount(metadatas.length, texts.length, "metadatas");
  return texts.map((pageContent, index) => {
    const metadata: unknown = Array.isArray(metadatas) ? metadatas[index] : metadatas;
    return new Document({ pageContent, metadata: metadata as DocumentMetadata });
  });
}
