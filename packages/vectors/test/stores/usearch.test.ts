import { Document, MemoryVectorStore, type DocumentFilter, type Vector } from "@rivulet/runnables";
import { ScriptedEmbeddings } from "@rivulet/testing";
import { USearch } from "@rivulet/vectors";
import { createVectors } from "../support/create-vectors.ts";
import { failureOf } from "../support/failure-of.ts";

const embeddings = new ScriptedEmbeddings();
const dimensions = 64;
const count = 3000;
const queries = createVectors(40, dimensions, { seed: 3 });
// Fewer candidates than by default, so that the index itself is asked.
const args = { expansionSearch: 64 };

function documentsOf(vectors: readonly Vector[]): Document[] {
  return vectors.map(
    (_, index) => new Document({ pageContent: `text ${index}`, metadata: { index } }),
  );
}

interface Filled {
  readonly exact: MemoryVectorStore;
  readonly store: USearch;
  readonly ids: string[];
}

async function fill(): Promise<Filled> {
  const vectors = createVectors(count, dimensions, { seed: 2 });
  const documents = documentsOf(vectors);
  const exact = new MemoryVectorStore(embeddings);
  const ids = await exact.addVectors(vectors, documents);
  const store = new USearch(embeddings, args);
  await store.addVectors(vectors, documents, { ids });
  return { exact, store, ids };
}

/** The share of what the exact store finds that the other finds as well. */
async function recallOf({ exact, store }: Filled, filter?: DocumentFilter): Promise<number> {
  let [found, all] = [0, 0];
  for (const query of queries) {
    const expected = await exact.similaritySearchVectorWithScore(query, 10, filter);
    const actual = await store.similaritySearchVectorWithScore(query, 10, filter);
    expect(actual).toHaveLength(expected.length);
    const documents = new Set(actual.map(([document]) => document));
    found += expected.filter(([document]) => documents.has(document)).length;
    all += expected.length;
  }
  return found / all;
}

function textsOf(documents: readonly Document[]): string[] {
  return documents.map(({ pageContent }) => pageContent);
}

describe("USearch", () => {
  let filled: Filled;

  beforeAll(async () => {
    filled = await fill();
  });

  it("finds what an exact store finds, with the same scores", async () => {
    expect(await recallOf(filled)).toBeGreaterThanOrEqual(0.95);
    const [query = []] = queries;
    const scores = new Map(await filled.exact.similaritySearchVectorWithScore(query, count));
    const found = await filled.store.similaritySearchVectorWithScore(query, 20);
    for (const [document, score] of found) expect(score).toBe(scores.get(document));
    expect(found.map(([, score]) => score)).toStrictEqual(
      found.map(([, score]) => score).toSorted((one, other) => other - one),
    );
  });

  it.each([2, 10, 100, 1000])(
    "finds what a filter leaves of it, one document in %p",
    async (share) => {
      const filter = ({ metadata }: Document): boolean => Number(metadata["index"]) % share === 0;

      expect(await recallOf(filled, filter)).toBeGreaterThanOrEqual(0.95);
    },
  );

  it("finds the one document that has certain fields", async () => {
    const { store } = filled;
    const found = await store.similaritySearchVectorWithScore(queries[0] ?? [], 5, { index: 1234 });

    expect(textsOf(found.map(([document]) => document))).toStrictEqual(["text 1234"]);
  });

  it("never finds what was deleted or replaced, and still finds the rest", async () => {
    const changed = await fill();
    const { exact, store, ids } = changed;
    const gone = ids.filter((_, index) => index % 5 < 2);
    await exact.delete({ ids: gone });
    await store.delete({ ids: [...gone, "unknown"] });

    expect(store.size).toBe(exact.size);
    expect(await recallOf(changed)).toBeGreaterThanOrEqual(0.95);

    // Most are gone now, so that the index is built anew.
    const more = ids.filter((_, index) => index % 5 < 4);
    await exact.delete({ ids: more });
    await store.delete({ ids: more });
    expect(store.size).toBe(count / 5);
    expect(await recallOf(changed)).toBeGreaterThanOrEqual(0.95);

    const [vector = []] = queries;
    await store.addVectors([vector], [new Document({ pageContent: "new" })], {
      ids: [ids.at(-1) ?? ""],
    });
    expect(store.size).toBe(count / 5);
    const [[document, score] = []] = await store.similaritySearchVectorWithScore(vector, 1);
    expect([document?.pageContent, score]).toStrictEqual(["new", expect.closeTo(1, 5)]);
  });

  it("takes documents, also of other vectors, after all were deleted", async () => {
    const store = new USearch(embeddings);
    const ids = await store.addVectors([[1, 0]], [new Document({ pageContent: "a" })]);
    await store.delete({ ids });

    expect(await store.similaritySearchVectorWithScore([1, 0], 1)).toStrictEqual([]);
    await store.addVectors([[1, 0, 0]], [new Document({ pageContent: "b" })]);
    expect(await store.similaritySearchVectorWithScore([1, 0, 0], 1)).toHaveLength(1);
  });

  it("is made of texts, and searched by them", async () => {
    const texts = ["cats purr", "cats purr loud", "dogs bark"];
    const store = await USearch.fromTexts(texts, {}, embeddings, args);

    expect(store).toBeInstanceOf(USearch);
    expect(textsOf(await store.similaritySearch("cats purr", 2))).toStrictEqual([
      "cats purr",
      "cats purr loud",
    ]);
    const mmr = store.asRetriever({ k: 2, searchType: "mmr", searchKwargs: { lambda: 0.1 } });
    expect(textsOf(await mmr.invoke("cats purr"))).toStrictEqual(["cats purr", "dogs bark"]);
  });

  it("adds and searches at the same time, each addition as a whole", async () => {
    const store = new USearch(embeddings, { expansionSearch: 8 });
    const vectors = createVectors(2000, dimensions, { seed: 4 });
    const parts = Array.from({ length: 4 }, (_, part) =>
      vectors.slice(part * 500, (part + 1) * 500),
    );
    let isDone = false;
    const added = Promise.all(
      parts.map((part) => store.addVectors(part, documentsOf(part))),
    ).finally(() => {
      isDone = true;
    });
    const sizes = new Set<number>();
    while (!isDone) {
      sizes.add(store.size);
      const [query = []] = queries;
      const found = await store.similaritySearchVectorWithScore(query, 3);
      expect(found).toHaveLength(store.size === 0 ? 0 : 3);
      await new Promise(setImmediate);
    }

    expect(new Set((await added).flat()).size).toBe(2000);
    expect([...sizes].every((size) => size % 500 === 0)).toBe(true);
    expect(sizes.size).toBeGreaterThan(1);
    expect(store.size).toBe(2000);
  });

  it("adds nothing when it is aborted in the middle, and goes on after it", async () => {
    const store = new USearch(embeddings, args);
    const vectors = createVectors(2000, dimensions, { seed: 4 });
    const abort = new AbortController();
    const added = store.addVectors(vectors, documentsOf(vectors), { signal: abort.signal });
    await new Promise(setImmediate);
    abort.abort(new Error("enough"));

    expect(await failureOf(added)).toMatchObject({ message: "enough" });
    expect(store.size).toBe(0);
    expect(await store.similaritySearchVectorWithScore(vectors[0] ?? [], 3)).toStrictEqual([]);
    await store.addVectors(vectors, documentsOf(vectors));
    const [[document] = []] = await store.similaritySearchVectorWithScore(vectors[7] ?? [], 1);
    expect(document?.pageContent).toBe("text 7");
  });

  it.each([
    ["another length", [[1, 2], [1]]],
    ["NaN", [[1, NaN]]],
  ])("refuses vectors of %s, and adds nothing", async (_what, vectors) => {
    const store = new USearch(embeddings);
    await store.addVectors([[1, 0]], [new Document({ pageContent: "a" })]);

    expect(await failureOf(store.addVectors(vectors, documentsOf(vectors)))).toMatchObject({
      code: "INVALID_ARGUMENT",
    });
    expect(store.size).toBe(1);
    expect(
      await failureOf(store.similaritySearchVectorWithScore(vectors[0] ?? [], 0)),
    ).toMatchObject({ code: "INVALID_ARGUMENT", message: expect.stringMatching(/^k was /) });
    expect(await store.similaritySearchVectorWithScore([1, 0], 1)).toHaveLength(1);
  });

  it("refuses a vector behind many others, and adds none of them", async () => {
    const store = new USearch(embeddings);
    const vectors = [...createVectors(1500, 4, { seed: 5 }), [1, 2, 3]];

    expect(await failureOf(store.addVectors(vectors, documentsOf(vectors)))).toMatchObject({
      code: "INVALID_ARGUMENT",
    });
    expect(store.size).toBe(0);
    expect(await store.similaritySearchVectorWithScore([1, 2, 3, 4], 5)).toStrictEqual([]);
    expect(await store.addVectors([], [])).toStrictEqual([]);
    await store.addVectors([[1, 2]], [new Document({ pageContent: "of other dimensions" })]);
    expect(store.size).toBe(1);
  });

  it("adds what it was given, and deletes so, though the caller fills the list anew meanwhile", async () => {
    const store = new USearch(new ScriptedEmbeddings());
    const vectors = [
      [1, 0],
      [0, 1],
    ];
    const documents = vectors.map((_, index) => new Document({ pageContent: `text ${index}` }));
    const added = store.addVectors(vectors, documents);
    vectors.length = 0;
    documents.length = 0;
    const [id = ""] = await added;
    const found = await store.similaritySearchVectorWithScore([1, 0], 2);
    const gone = [id];
    const deleted = store.delete({ ids: gone });
    gone.length = 0;
    await deleted;

    expect(store.size).toBe(1);

    expect(found.map(([{ pageContent }, score]) => [pageContent, score])).toStrictEqual([
      ["text 0", 1],
      ["text 1", 0],
    ]);
  });

  it("refuses to delete ids that are none", async () => {
    const store = new USearch(embeddings);

    expect(await failureOf(store.delete({ ids: "abc" as unknown as string[] }))).toMatchObject({
      code: "INVALID_ARGUMENT",
    });
  });

  it.each([
    { connectivity: 1 },
    { expansionAdd: 0 },
    { expansionSearch: 1.5 },
    { expansionSearch: 1e9 },
  ])("refuses %p", (bad) => {
    expect(() => new USearch(embeddings, bad)).toThrow(
      expect.objectContaining({ code: "INVALID_ARGUMENT" }),
    );
  });
});
