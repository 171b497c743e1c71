import { InvalidArgumentError } from "@rivulet/core";
import type { Document, DocumentInterface } from "../../documents/document.ts";
import type { RunnableConfig } from "../../execution/runnable-config.ts";
import { BaseRetriever, type BaseRetrieverFields } from "../retrievers/base-retriever.ts";
import { toMarginalRelevance } from "./check-search.ts";
import { toDocumentPredicate, type DocumentFilter } from "./document-filter.ts";
import { checkK } from "./flat-index.ts";
import type { AddDocumentsOptions, VectorStoreInterface } from "./vector-store-interface.ts";

/** What `searchType: "mmr"` may be told, as `maxMarginalRelevanceSearch` takes it. */
export interface VectorStoreRetrieverSearchKwargs {
  /** How many of the nearest to choose from. Default 20, or `k` if that is more. */
  readonly fetchK?: number | undefined;
  /** From 0, as unlike each other as possible, to 1, as near as possible. Default 0.5. */
  readonly lambda?: number | undefined;
}

/** How a store's retriever searches. */
export interface VectorStoreRetrieverOptions extends BaseRetrieverFields {
  /** How many documents to find. Default 4. */
  readonly k?: number | undefined;
  /** Which documents may be found. */
  readonly filter?: DocumentFilter | undefined;
  /** `similarity`, the default: the nearest. `mmr`: near to the query, but unlike each other. */
  readonly searchType?: "similarity" | "mmr" | undefined;
  /** For `mmr`. */
  readonly searchKwargs?: VectorStoreRetrieverSearchKwargs | undefined;
}

/** What a retriever is made from. */
export interface VectorStoreRetrieverFields<
  Store extends VectorStoreInterface,
> extends VectorStoreRetrieverOptions {
  readonly vectorStore: Store;
}

/** A vector store as a retriever. Embedding the query is a run inside its run. */
export class VectorStoreRetriever<
  Store extends VectorStoreInterface = VectorStoreInterface,
> extends BaseRetriever {
  readonly vectorStore: Store;
  readonly k: number;
  readonly filter: DocumentFilter | undefined;
  readonly searchType: "similarity" | "mmr";
  readonly searchKwargs: VectorStoreRetrieverSearchKwargs;

  /** @throws {@link InvalidArgumentError} when an option is none. */
  constructor(fields: VectorStoreRetrieverFields<Store>) {
    super(fields);
    const { vectorStore, k = 4, filter, searchType = "similarity", searchKwargs = {} } = fields;
    checkK(k);
    toDocumentPredicate(filter);
    checkSearchType(searchType);
    if (searchType === "mmr") toMarginalRelevance({ k, ...searchKwargs });
    this.vectorStore = vectorStore;
    this.k = k;
    this.filter = filter;
    this.searchType = searchType;
    this.searchKwargs = searchKwargs;
  }

  /** Adds documents to the store, and gives their ids. */
  addDocuments(
    documents: readonly DocumentInterface[],
    options?: AddDocumentsOptions,
  ): Promise<string[]> {
    return this.vectorStore.addDocuments(documents, options);
  }

  protected override _getRelevantDocuments(
    query: string,
    config: RunnableConfig,
  ): Promise<readonly Document[]> {
    const { k, filter } = this;
    if (this.searchType === "similarity") {
      return this.vectorStore.similaritySearch(query, k, filter, config);
    }
    const { fetchK, lambda } = this.searchKwargs;
    return this.vectorStore.maxMarginalRelevanceSearch(
      query,
      { k, fetchK, lambda, filter },
      config,
    );
  }
}

function checkSearchType(searchType: string): void {
  if (searchType === "similarity" || searchType === "mmr") return;
  throw InvalidArgumentError.of("searchType was", searchType, '"similarity" or "mmr"');
}
