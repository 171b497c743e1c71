import type { Document, DocumentInterface } from "../../documents/document.ts";
import type { RunnableConfig } from "../../execution/runnable-config.ts";
import type { DocumentFilter } from "./document-filter.ts";

/** What adding documents may be told, beside the config of the call. */
export interface AddDocumentsOptions extends RunnableConfig {
  /** The ids of the documents, in their order, each once. By default the documents' own, and new ones where they have none. */
  readonly ids?: readonly string[] | undefined;
}

/** How a search for documents that are near to a query, but unlike each other, goes about it. */
export interface MaxMarginalRelevanceSearchOptions {
  /** How many documents to find. */
  readonly k: number;
  /** How many of the nearest to choose them from. Default 20, or `k` if that is more. */
  readonly fetchK?: number | undefined;
  /** From 0, as unlike each other as possible, to 1, as near as possible. Default 0.5. */
  readonly lambda?: number | undefined;
  /** Which documents may be found. */
  readonly filter?: DocumentFilter | undefined;
}

/** What a retriever needs of a vector store. */
export interface VectorStoreInterface {
  /** Adds documents, and gives their ids. */
  addDocuments(
    documents: readonly DocumentInterface[],
    options?: AddDocumentsOptions,
  ): Promise<string[]>;
  /** The `k` documents nearest to a text, the nearest first. */
  similaritySearch(
    query: string,
    k?: number,
    filter?: DocumentFilter,
    config?: RunnableConfig,
  ): Promise<Document[]>;
  /** Documents that are near to a text, but unlike each other. */
  maxMarginalRelevanceSearch(
    query: string,
    options: MaxMarginalRelevanceSearchOptions,
    config?: RunnableConfig,
  ): Promise<Document[]>;
}
