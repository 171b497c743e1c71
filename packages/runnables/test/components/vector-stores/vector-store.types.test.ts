import {
  MemoryVectorStore,
  VectorStore,
  type Document,
  type Embeddings,
  type VectorStoreRetriever,
} from "@rivulet/runnables";
import { check, type Same } from "../../support/same-type.ts";

interface Page {
  readonly page: number;
}

/** A store with arguments of its own. */
class NamedStore extends MemoryVectorStore {
  readonly name: string;

  constructor(embeddings: Embeddings, args?: { readonly name: string }) {
    super(embeddings);
    this.name = args?.name ?? "";
  }
}

declare const embeddings: Embeddings;
declare const pages: readonly Page[];
declare const documents: readonly Document[];

export async function makesStoresOfTheirClass(): Promise<void> {
  const store = await MemoryVectorStore.fromTexts(["a"], pages, embeddings);
  check<Same<typeof store, MemoryVectorStore>>();

  const args = { name: "a", signal: new AbortController().signal };
  const named = await NamedStore.fromDocuments(documents, embeddings, args);
  check<Same<typeof named, NamedStore>>();
  // @ts-expect-error: the name is a string.
  await NamedStore.fromTexts(["a"], {}, embeddings, { name: 1 });
  // @ts-expect-error: an abstract class makes no store.
  await VectorStore.fromTexts(["a"], {}, embeddings);
}

export async function searches(store: MemoryVectorStore): Promise<void> {
  const found = await store.similaritySearchWithScore("a", 1, { page: 1 });
  check<Same<typeof found, [Document, number][]>>();
  // @ts-expect-error: k is needed.
  await store.maxMarginalRelevanceSearch("a", { lambda: 1 });
}

export function makesRetrievers(store: NamedStore): void {
  const retriever = store.asRetriever({ k: 2, filter: ({ metadata }) => metadata["page"] === 1 });
  check<Same<typeof retriever, VectorStoreRetriever<NamedStore>>>();
  // @ts-expect-error: there is no such way of searching.
  store.asRetriever({ searchType: "nearest" });
}
