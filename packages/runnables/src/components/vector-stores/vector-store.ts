import type { Document } from "../../documents/document.ts";
import type { RunnableConfig } from "../../execution/runnable-config.ts";
import { BaseRetriever, type BaseRetrieverFields } from "../retrievers/base-retriever.ts";
import type { Embeddings, Vector } from "../embeddings/embeddings.ts";

/** How a store's retriever searches. */
export interface VectorStoreRetrieverOptions extends BaseRetrieverFields {
  /** How many documents to find. Default 4. */
  readonly k?: number;
}

/**
 * Keeps documents by the vectors of their texts and finds those that are near a query. A store of your own implements
 * `addVectors` and `similaritySearchVectorWithScore`.
 */
export abstract class VectorStore {
  readonly embeddings: Embeddings;

  constructor(embeddings: Embeddings) {
    this.embeddings = embeddings;
  }

  /** Adds documents with their vectors. */
  abstract addVectors(vectors: readonly Vector[], documents: readonly Document[]): Promise<void>;

  /** The `k` documents nearest to a vector, the nearest first, with their scores. */
  abstract similaritySearchVectorWithScore(
    query: Vector,
    k: number,
  ): Promise<readonly (readonly [Document, number])[]>;

  /** Adds documents, whose texts are embedded. */
  async addDocuments(documents: readonly Document[], config?: RunnableConfig): Promise<void> {
    const vectors = await this.embeddings.embedDocuments(
      documents.map(({ pageContent }) => pageContent),
      config,
    );
    await this.addVectors(vectors, documents);
  }

  /** The `k` documents nearest to a text, the nearest first, with their scores. */
  async similaritySearchWithScore(
    query: string,
    k = 4,
    config?: RunnableConfig,
  ): Promise<readonly (readonly [Document, number])[]> {
    return this.similaritySearchVectorWithScore(await this.embeddings.embedQuery(query, config), k);
  }

  /** The `k` documents nearest to a text, the nearest first. */
  async similaritySearch(
    query: string,
    k = 4,
    config?: RunnableConfig,
  ): Promise<readonly Document[]> {
    const found = await this.similaritySearchWithScore(query, k, config);
    return found.map(([document]) => document);
  }

  /** The store as a retriever, to be put into a chain. */
  asRetriever(options: VectorStoreRetrieverOptions = {}): VectorStoreRetriever {
    return new VectorStoreRetriever(this, options);
  }
}

/** A vector store as a retriever. */
export class VectorStoreRetriever extends BaseRetriever {
  readonly vectorStore: VectorStore;
  readonly k: number;

  constructor(vectorStore: VectorStore, options: VectorStoreRetrieverOptions = {}) {
    super(options);
    this.vectorStore = vectorStore;
    this.k = options.k ?? 4;
  }

  protected override _getRelevantDocuments(
    query: string,
    config: RunnableConfig,
  ): Promise<readonly Document[]> {
    return this.vectorStore.similaritySearch(query, this.k, config);
  }
}
