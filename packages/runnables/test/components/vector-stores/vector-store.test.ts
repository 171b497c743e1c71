import {
  Document,
  VectorStore,
  type AddDocumentsOptions,
  type DocumentFilter,
  type Vector,
} from "@rivulet/runnables";
import { ScriptedEmbeddings } from "@rivulet/testing";
import { failureOf } from "../../support/record.ts";

const invalid = { name: "InvalidArgumentError", code: "INVALID_ARGUMENT" };

/** The least that a store of one's own has. */
class ListStore extends VectorStore {
  readonly added: Document[] = [];

  override async addVectors(
    _vectors: readonly Vector[],
    documents: readonly Document[],
    options?: AddDocumentsOptions,
  ): Promise<string[]> {
    this.added.push(...documents);
    return documents.map((_, index) => options?.ids?.[index] ?? `${index}`);
  }

  override async similaritySearchVectorWithScore(
    _query: Vector,
    k: number,
    _filter?: DocumentFilter,
  ): Promise<[Document, number][]> {
    return this.added.slice(0, k).map((document) => [document, 1]);
  }
}

describe("a vector store of one's own", () => {
  it("is made of texts, with metadata for each or for all", async () => {
    const each = await ListStore.fromTexts(
      ["a", "b"],
      [{ n: 1 }, { n: 2 }],
      new ScriptedEmbeddings(),
    );
    const all = await ListStore.fromTexts(["a", "b"], { of: "all" }, new ScriptedEmbeddings());

    expect(each).toBeInstanceOf(ListStore);
    expect(each.added).toStrictEqual([
      new Document({ pageContent: "a", metadata: { n: 1 } }),
      new Document({ pageContent: "b", metadata: { n: 2 } }),
    ]);
    expect(all.added.map(({ metadata }) => metadata)).toStrictEqual([{ of: "all" }, { of: "all" }]);
  });

  it("finds four documents, unless told otherwise", async () => {
    const store = await ListStore.fromTexts([..."abcdef"], {}, new ScriptedEmbeddings());

    expect(await store.similaritySearch("a")).toHaveLength(4);
    expect(await store.similaritySearchWithScore("a", 1)).toStrictEqual([
      [new Document({ pageContent: "a" }), 1],
    ]);
  });

  it("says what it would have to implement", async () => {
    const store = new ListStore(new ScriptedEmbeddings());

    expect(await failureOf(store.delete({ ids: ["a"] }))).toMatchObject({
      code: "NOT_IMPLEMENTED",
      message: "ListStore deletes no documents; implement delete({ ids }).",
    });
    expect(await failureOf(store.maxMarginalRelevanceSearch("a", { k: 1 }))).toMatchObject({
      code: "NOT_IMPLEMENTED",
      message: expect.stringContaining("_similaritySearchVectors"),
    });
  });

  it.each([
    ["metadatas", (): unknown => ListStore.fromTexts(["a"], [], new ScriptedEmbeddings())],
    ["ids", (store: ListStore): unknown => store.addDocuments([], { ids: ["a"] })],
  ])("refuses %s that do not go with the documents", async (_name, add) => {
    const store = new ListStore(new ScriptedEmbeddings());

    expect(await failureOf(add(store) as Promise<unknown>)).toMatchObject(invalid);
  });
});
