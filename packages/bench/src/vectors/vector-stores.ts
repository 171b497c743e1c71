import { MemoryVectorStore as LangChainMemoryVectorStore } from "@langchain/classic/vectorstores/memory";
import { Document as LangChainDocument } from "@langchain/core/documents";
import { FakeEmbeddings } from "@langchain/core/utils/testing";
import { Document, Embeddings, type VectorStore } from "@rivulet/runnables";
import type { SearchedStore } from "./searched-store.ts";

const k = 10;

/** Never asked: the works give vectors. */
export class NoEmbeddings extends Embeddings {
  protected override async _embed(): Promise<readonly (readonly number[])[]> {
    throw new Error("Only vectors are searched for.");
  }
}

/** One of this project's stores. */
export function rivuletStore(store: VectorStore): SearchedStore {
  return {
    add: (vectors) =>
      store.addVectors(
        vectors,
        vectors.map((_, row) => new Document({ pageContent: "", metadata: { row } })),
      ),
    search: async (query) => {
      const found = await store.similaritySearchVectorWithScore(query, k);
      return found.map(([{ metadata }]) => Number(metadata["row"]));
    },
  };
}

/** LangChain.js's store in memory. */
export function langchainStore(): SearchedStore {
  const store = new LangChainMemoryVectorStore(new FakeEmbeddings());
  return {
    add: (vectors) =>
      store.addVectors(
        vectors.map((vector) => [...vector]),
        vectors.map((_, row) => new LangChainDocument({ pageContent: "", metadata: { row } })),
      ),
    search: async (query) => {
      const found = await store.similaritySearchVectorWithScore([...query], k);
      return found.map(([{ metadata }]) => Number(metadata["row"]));
    },
  };
}
