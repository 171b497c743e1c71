import { Document, MemoryVectorStore, VectorStoreRetriever } from "@rivulet/runnables";
import { EventRecorder, renderRunTree, ScriptedEmbeddings } from "@rivulet/testing";
import "@rivulet/testing/jest";
import { collect } from "../../support/collect.ts";
import { failureOf, namesOf } from "../../support/record.ts";

const texts = ["cats purr", "cats purr loud", "dogs bark"];

function createStore(): Promise<MemoryVectorStore> {
  const metadatas = texts.map((text) => ({ about: text.slice(0, 4) }));
  return MemoryVectorStore.fromTexts(texts, metadatas, new ScriptedEmbeddings());
}

function textsOf(documents: readonly Document[]): string[] {
  return documents.map(({ pageContent }) => pageContent);
}

describe("a vector store's retriever", () => {
  it("searches the store", async () => {
    const store = await createStore();

    expect(store.asRetriever().k).toBe(4);
    expect(store.asRetriever().vectorStore).toBe(store);
    expect(textsOf(await store.asRetriever(1).invoke("dogs"))).toStrictEqual(["dogs bark"]);
    expect(textsOf(await store.asRetriever({ k: 2 }).invoke("cats purr"))).toStrictEqual([
      "cats purr",
      "cats purr loud",
    ]);
    expect(await store.asRetriever().invoke("dogs")).toHaveLength(3);
    expect(
      textsOf(await new VectorStoreRetriever({ vectorStore: store, k: 1 }).invoke("dogs")),
    ).toStrictEqual(["dogs bark"]);
  });

  it("filters, also when it is given a number of documents", async () => {
    const store = await createStore();
    const filter = { about: "dogs" };

    expect(textsOf(await store.asRetriever(2, filter).invoke("cats"))).toStrictEqual(["dogs bark"]);
    expect(textsOf(await store.asRetriever({ filter }).invoke("cats"))).toStrictEqual([
      "dogs bark",
    ]);
  });

  it("searches by marginal relevance", async () => {
    const retriever = (await createStore()).asRetriever({
      k: 2,
      searchType: "mmr",
      searchKwargs: { lambda: 0.1 },
    });

    expect(textsOf(await retriever.invoke("cats purr"))).toStrictEqual(["cats purr", "dogs bark"]);
  });

  it("adds documents to the store", async () => {
    const retriever = (await createStore()).asRetriever(1);

    expect(
      await retriever.addDocuments([new Document({ pageContent: "a bird", id: "b" })]),
    ).toStrictEqual(["b"]);
    expect(textsOf(await retriever.invoke("a bird"))).toStrictEqual(["a bird"]);
  });

  it("embeds the query inside its run", async () => {
    const retriever = (await createStore()).asRetriever({ tags: ["own"], metadata: { a: 1 } });
    const events = await collect(retriever.streamEvents("dogs"));

    expect(namesOf(events)).toStrictEqual([
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
    expect(events).toObeyRunLaws();
  });

  it("is cancelled with the run that embeds its query", async () => {
    const store = new MemoryVectorStore(new ScriptedEmbeddings({ stallAt: 0 }));
    const abort = new AbortController();
    const recorder = new EventRecorder();
    const found = store
      .asRetriever()
      .invoke("dogs", { callbacks: [recorder], signal: abort.signal });
    abort.abort(new Error("enough"));

    expect(await failureOf(found)).toMatchObject({ message: "enough" });
    expect(recorder).toObeyRunLaws();
    expect(renderRunTree(recorder)).toMatchInlineSnapshot(`
"VectorStoreRetriever (retriever) cancelled
└─ ScriptedEmbeddings (embedding) cancelled"
`);
  });

  it.each([
    ["k", { k: 0 }],
    ["searchType", { searchType: "nearest" as "mmr" }],
    ["lambda", { searchType: "mmr", searchKwargs: { lambda: -1 } }],
    ["fetchK", { searchType: "mmr", searchKwargs: { fetchK: 1 } }],
    ["filter", { filter: [] as unknown as Record<string, unknown> }],
  ] as const)("refuses a %s that is none, before any run", async (name, options) => {
    const store = await createStore();

    expect(await failureOf(() => store.asRetriever(options))).toMatchObject({
      code: "INVALID_ARGUMENT",
      message: expect.stringMatching(`^${name} was `),
    });
  });

  it.each(["3", null, [3]])("refuses the options %p", async (options) => {
    const store = await createStore();

    expect(await failureOf(() => store.asRetriever(options as never))).toMatchObject({
      code: "INVALID_ARGUMENT",
    });
  });
});
