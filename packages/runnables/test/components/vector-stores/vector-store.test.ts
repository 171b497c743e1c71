import { Document, type VectorStoreRetriever } from "@rivulet/runnables";
import { collect } from "../../support/collect.ts";
import { record } from "../../support/record.ts";
import { MemoryVectorStore, WordCountEmbeddings } from "../../support/memory-vector-store.ts";

const texts = ["a cat", "a cat and a cat", "a dog", "a bird", "a cat and a dog"];

function createStore(): Promise<MemoryVectorStore> {
  return MemoryVectorStore.fromTexts(texts, new WordCountEmbeddings(["cat", "dog", "bird"]));
}

function textsOf(documents: readonly Document[]): string[] {
  return documents.map(({ pageContent }) => pageContent);
}

describe("VectorStore", () => {
  it("finds the nearest documents, the nearest first", async () => {
    const store = await createStore();

    expect(textsOf(await store.similaritySearch("cat", 2))).toStrictEqual([
      "a cat and a cat",
      "a cat",
    ]);
    expect(await store.similaritySearchWithScore("cat", 1)).toStrictEqual([
      [new Document({ pageContent: "a cat and a cat" }), 2],
    ]);
  });

  it("finds four of them, unless told otherwise", async () => {
    expect(await (await createStore()).similaritySearch("cat")).toHaveLength(4);
  });

  it("embeds what is added, in one run", async () => {
    const { events, callbacks } = record();
    const store = new MemoryVectorStore(new WordCountEmbeddings(["cat"]));
    await store.addDocuments(
      texts.map((pageContent) => new Document({ pageContent })),
      { callbacks },
    );

    expect(events[0]).toMatchObject({ event: "on_embedding_start", data: { input: texts } });
    expect(events).toHaveLength(2);
  });
});

describe("a vector store's retriever", () => {
  it("searches the store", async () => {
    const store = await createStore();
    const retriever: VectorStoreRetriever = store.asRetriever({ k: 1 });

    expect(retriever.vectorStore).toBe(store);
    expect(retriever.k).toBe(1);
    expect(textsOf(await retriever.invoke("dog"))).toStrictEqual(["a dog"]);
    expect(await store.asRetriever().invoke("dog")).toHaveLength(4);
  });

  it("embeds the query inside its run", async () => {
    const retriever = (await createStore()).asRetriever({ tags: ["own"], metadata: { a: 1 } });
    const events = await collect(retriever.streamEvents("dog"));

    expect(events.map(({ event }) => event)).toStrictEqual([
      "on_retriever_start",
      "on_embedding_start",
      "on_embedding_end",
      "on_retriever_stream",
      "on_retriever_end",
    ]);
    expect(events[0]).toMatchObject({
      name: "VectorStoreRetriever",
      tags: ["own"],
      metadata: { a: 1 },
    });
    expect(events[1]).toMatchObject({ parent_ids: [events[0]?.run_id], tags: [] });
  });
});
