import { Document, MemoryVectorStore } from "@rivulet/runnables";
import { ScriptedEmbeddings } from "@rivulet/testing";
import { failureOf, namesOf, record } from "../../support/record.ts";
import { WordCountEmbeddings } from "../../support/word-count-embeddings.ts";

const invalid = { name: "InvalidArgumentError", code: "INVALID_ARGUMENT" };
const texts = ["a cat", "a cat and a dog", "a dog", "a bird", "two dogs and a cat cat"];

function createStore(): Promise<MemoryVectorStore> {
  const metadatas = texts.map((text, index) => ({ index, has: { cat: text.includes("cat") } }));
  return MemoryVectorStore.fromTexts(
    texts,
    metadatas,
    new WordCountEmbeddings(["cat", "dog", "bird"]),
  );
}

function textsOf(documents: readonly Document[]): string[] {
  return documents.map(({ pageContent }) => pageContent);
}

function documentsOf(...contents: readonly string[]): readonly Document[] {
  return contents.map((pageContent) => new Document({ pageContent }));
}

describe("MemoryVectorStore", () => {
  it("finds the nearest documents by the cosine, the first added first where they are as near", async () => {
    const found = await (await createStore()).similaritySearchWithScore("cat", 5);

    expect(found.map(([document, score]) => [document.pageContent, score])).toStrictEqual([
      ["a cat", 1],
      ["two dogs and a cat cat", 1],
      ["a cat and a dog", expect.closeTo(Math.SQRT1_2, 6)],
      ["a dog", 0],
      ["a bird", 0],
    ]);
  });

  it("takes objects in the place of documents", async () => {
    const object = { pageContent: "a cat", metadata: { source: "zoo" }, id: "cat-1" };
    const store = await MemoryVectorStore.fromDocuments(
      [object],
      new WordCountEmbeddings(["cat", "dog"]),
    );
    const retriever = store.asRetriever(1);
    await retriever.addDocuments([{ pageContent: "a dog", metadata: {} }]);
    expect(await retriever.invoke("cat")).toStrictEqual([new Document(object)]);
    expect(await retriever.invoke("dog")).toStrictEqual([new Document({ pageContent: "a dog" })]);
    expect(await failureOf(store.addDocuments([{ metadata: {} } as never]))).toMatchObject(invalid);
  });

  it("gives each document back as it was added, in one embedding run", async () => {
    const { events, callbacks } = record();
    const store = new MemoryVectorStore(new ScriptedEmbeddings());
    const documents = [
      new Document({ pageContent: "one", id: "1", metadata: { page: 1 } }),
      new Document({ pageContent: "two" }),
    ];
    const ids = await store.addDocuments(documents, { callbacks });

    expect(ids).toStrictEqual(["1", expect.stringMatching(/^\S{10,}$/)]);
    expect((await store.similaritySearch("one", 1))[0]).toBe(documents[0]);
    expect(namesOf(events)).toStrictEqual(["on_embedding_start", "on_embedding_end"]);
    expect(events[0]).toMatchObject({ data: { input: ["one", "two"] } });
  });

  it("puts a document in the place of an earlier one with its id", async () => {
    const store = new MemoryVectorStore(new ScriptedEmbeddings());
    await store.addDocuments(documentsOf("old", "other"), { ids: ["1", "2"] });
    await store.addDocuments(documentsOf("new"), { ids: ["1"] });

    expect(store.size).toBe(2);
    expect(textsOf(await store.similaritySearch("old"))).toEqual(
      expect.arrayContaining(["new", "other"]),
    );
  });

  it("deletes documents, and takes others after it deleted all", async () => {
    const store = new MemoryVectorStore(new ScriptedEmbeddings());
    const contents = Array.from({ length: 50 }, (_, index) => `text ${String(index)}`);
    const ids = await store.addDocuments(documentsOf(...contents));
    await store.delete({ ids: [...ids.slice(0, 40), "unknown"] });

    expect(store.size).toBe(10);
    const left = textsOf(await store.similaritySearch("text 45", 50));
    expect(left[0]).toBe("text 45");
    expect(left.toSorted()).toStrictEqual(contents.slice(40));

    await store.delete({ ids });
    expect(await store.similaritySearch("text 45")).toStrictEqual([]);
    await store.addDocuments(documentsOf("again"));
    expect(textsOf(await store.similaritySearch("text 45"))).toStrictEqual(["again"]);
  });

  it("finds what a filter lets through, given as a function or as fields", async () => {
    const store = await createStore();

    const even = ({ metadata }: Document): boolean => Number(metadata["index"]) % 2 === 0;
    expect(textsOf(await store.similaritySearch("dog", 2, even))).toStrictEqual(["a dog", "a cat"]);
    expect(textsOf(await store.similaritySearch("dog", 2, { has: { cat: false } }))).toStrictEqual([
      "a dog",
      "a bird",
    ]);
  });

  it("finds documents that are near, but unlike each other", async () => {
    const vectors = { query: [1, 0], a: [1, 0.1], b: [1, 0.11], c: [1, -0.5], d: [0, 1] };
    const store = await MemoryVectorStore.fromTexts(
      ["a", "b", "c", "d"],
      {},
      new ScriptedEmbeddings({ vectors, dimensions: 2 }),
    );
    const search = async (options: object): Promise<string[]> =>
      textsOf(await store.maxMarginalRelevanceSearch("query", { k: 2, ...options }));

    expect(await search({ lambda: 1 })).toStrictEqual(["a", "b"]);
    expect(await search({})).toStrictEqual(["a", "c"]);
    expect(await search({ lambda: 0 })).toStrictEqual(["a", "d"]);
    expect(await search({ lambda: 0, fetchK: 3 })).toStrictEqual(["a", "c"]);
    expect(await search({ filter: (document: Document) => document.pageContent > "b" })).toEqual([
      "c",
      "d",
    ]);
  });

  it("finds nothing where there is nothing", async () => {
    const store = await MemoryVectorStore.fromDocuments([], new ScriptedEmbeddings());

    expect(await store.similaritySearch("a")).toStrictEqual([]);
    expect(await store.maxMarginalRelevanceSearch("a", { k: 2 })).toStrictEqual([]);
    expect(await store.addDocuments([])).toStrictEqual([]);
  });

  it.each([[0], [-1], [1.5], [NaN], [Infinity], ["4" as unknown as number]])(
    "refuses k %p before it embeds anything",
    async (k) => {
      const { events, callbacks } = record();
      const store = await createStore();

      expect(
        await failureOf(store.similaritySearch("a", k, undefined, { callbacks })),
      ).toMatchObject(invalid);
      expect(
        await failureOf(store.maxMarginalRelevanceSearch("a", { k }, { callbacks })),
      ).toMatchObject(invalid);
      expect(await failureOf(store.similaritySearchVectorWithScore([1, 0, 0], k))).toMatchObject(
        invalid,
      );
      expect(events).toStrictEqual([]);
    },
  );

  it.each([
    ["of another length", [1, 2]],
    ["with NaN", [1, NaN, 0]],
    ["with an infinite number", [1, 0, Infinity]],
    ["that is empty", []],
    ["that is none", "123" as unknown as number[]],
    ["that is missing", undefined as unknown as number[]],
  ])("refuses a vector %s, and adds nothing", async (_what, vector) => {
    const store = await createStore();
    const [document, other] = documentsOf("new", "other") as [Document, Document];

    const added = store.addVectors([[1, 1, 1], vector], [document, other]);
    expect(await failureOf(added)).toMatchObject(invalid);
    expect(await failureOf(store.similaritySearchVectorWithScore(vector, 1))).toMatchObject(
      invalid,
    );
    expect(store.size).toBe(texts.length);
    expect(await store.similaritySearch("cat", 10)).toHaveLength(texts.length);
  });

  it.each([
    ["missing", undefined],
    ["null", null],
    ["an object", {}],
    ["a view", new DataView(new ArrayBuffer(8))],
  ])("refuses a first vector that is %s, and a query", async (_what, given) => {
    const store = new MemoryVectorStore(new ScriptedEmbeddings());
    const vector = given as number[];

    expect(await failureOf(store.addVectors([vector], documentsOf("a")))).toMatchObject(invalid);
    expect(await failureOf(store.similaritySearchVectorWithScore(vector, 1))).toMatchObject(
      invalid,
    );
    expect(store.size).toBe(0);
  });

  it("finds what a filter gives something true for", async () => {
    const store = await createStore();
    const passing = (value: unknown) => (): boolean => value as boolean;

    for (const value of [undefined, null, 0, "", false])
      expect(await store.similaritySearch("cat", 1, passing(value))).toStrictEqual([]);
    for (const value of [1, "yes", true])
      expect(await store.similaritySearch("cat", 1, passing(value))).toHaveLength(1);
  });

  it.each([
    ["an id twice", { ids: ["a", "a"] }],
    ["an empty id", { ids: ["a", ""] }],
    ["an id that is no text", { ids: ["a", 5 as unknown as string] }],
    ["a text for two ids", { ids: "ab" as unknown as string[] }],
    ["too few ids", { ids: ["a"] }],
  ])("refuses %s before it embeds anything", async (_what, options) => {
    const { events, callbacks } = record();
    const store = await createStore();

    const added = store.addDocuments(documentsOf("x", "y"), { ...options, callbacks });
    expect(await failureOf(added)).toMatchObject(invalid);
    expect(events).toStrictEqual([]);
  });

  it.each([["abc"], [undefined], [[1]]])("refuses to delete the ids %p", async (ids) => {
    const store = await createStore();

    expect(await failureOf(store.delete({ ids: ids as unknown as string[] }))).toMatchObject(
      invalid,
    );
    expect(store.size).toBe(texts.length);
  });

  it.each([
    ["lambda", { k: 1, lambda: 2 }],
    ["lambda", { k: 1, lambda: NaN }],
    ["lambda", { k: 1, lambda: null as unknown as number }],
    ["fetchK", { k: 3, fetchK: 2 }],
    ["fetchK", { k: 1, fetchK: 0 }],
    ["filter", { k: 1, filter: "a" as unknown as Record<string, unknown> }],
  ])("refuses a %s that is none", async (name, options) => {
    expect(
      await failureOf((await createStore()).maxMarginalRelevanceSearch("a", options)),
    ).toMatchObject({ ...invalid, message: expect.stringMatching(`^${name} was `) });
  });

  it("adds nothing when it is aborted while it embeds", async () => {
    const abort = new AbortController();
    const store = new MemoryVectorStore(new ScriptedEmbeddings({ stallAt: 1 }));
    const added = store.addDocuments(documentsOf("a", "b"), { signal: abort.signal });
    const reason = new Error("enough");
    abort.abort(reason);

    expect(await failureOf(added)).toBe(reason);
    expect(store.size).toBe(0);
  });
});
