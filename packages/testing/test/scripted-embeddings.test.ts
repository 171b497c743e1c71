import { InvalidArgumentError } from "@rivulet/core";
import { EventRecorder, ScriptedEmbeddings, type ScriptedEmbeddingsFields } from "@rivulet/testing";

const dot = (one: readonly number[], other: readonly number[]): number =>
  one.reduce((sum, value, index) => sum + value * (other[index] ?? Number.NaN), 0);

describe("ScriptedEmbeddings", () => {
  it("gives a text the same vector everywhere", async () => {
    const [one = []] = await new ScriptedEmbeddings({ dimensions: 4 }).embedDocuments(["Paris"]);
    const other = await new ScriptedEmbeddings({ dimensions: 4 }).embedQuery("Paris");
    expect(one).toEqual(other);
    expect(one.map((value) => Number(value.toFixed(6)))).toMatchInlineSnapshot(`
[
  0.195968,
  -0.443825,
  0.804962,
  0.341543,
]
`);
  });

  it("gives vectors of length one, 32 numbers long", async () => {
    const texts = ["Paris", "a b c", "", "?!", "한국어 문장", "Paris"];
    const vectors = await new ScriptedEmbeddings().embedDocuments(texts);
    expect(vectors.map((vector) => vector.length)).toEqual(texts.map(() => 32));
    for (const vector of vectors) expect(dot(vector, vector)).toBeCloseTo(1, 12);
    expect(new Set(vectors.map(String)).size).toBe(4);
  });

  it("puts texts with words in common near to each other", async () => {
    const embeddings = new ScriptedEmbeddings();
    const query = await embeddings.embedQuery("the capital of France");
    const [near = [], far = [], same = []] = await embeddings.embedDocuments([
      "Paris is the capital of France.",
      "Goldfish swim in circles all day.",
      "France: of capital, THE!",
    ]);
    expect(dot(query, near)).toBeGreaterThan(0.6);
    expect(dot(query, near)).toBeGreaterThan(dot(query, far) + 0.3);
    expect(dot(query, same)).toBeCloseTo(1, 12);
  });

  it("keeps unlike words apart", async () => {
    const words = Array.from({ length: 200 }, (_, index) => `word${index}`);
    const vectors = await new ScriptedEmbeddings({ dimensions: 64 }).embedDocuments(words);
    const [first = [], ...others] = vectors;
    const likeness = others.map((other) => Math.abs(dot(first, other)));
    expect(Math.max(...likeness)).toBeLessThan(0.6);
    expect(likeness.reduce((sum, value) => sum + value, 0) / likeness.length).toBeLessThan(0.15);
  });

  it("gives out the vectors that it is told", async () => {
    const embeddings = new ScriptedEmbeddings({ dimensions: 2, vectors: { a: [3, 4] } });
    expect(await embeddings.embedDocuments(["a", ""])).toEqual([
      [3, 4],
      [1, 0],
    ]);
  });

  it("is a run of type embedding", async () => {
    const recorder = new EventRecorder();
    const embeddings = new ScriptedEmbeddings({ tags: ["mine"], vectors: { a: [1] } });
    await embeddings.embedDocuments(["a"], { callbacks: [recorder] });
    expect(recorder.runs()).toMatchObject([
      { name: "ScriptedEmbeddings", type: "embedding", tags: ["mine"], output: [[1]] },
    ]);
  });

  it("fails in the place of a text, in calls that reach it", async () => {
    const error = new Error("no more");
    const embeddings = new ScriptedEmbeddings({ failAt: 1, error });
    await expect(embeddings.embedDocuments(["a", "b"])).rejects.toBe(error);
    await expect(embeddings.embedDocuments(["a"])).rejects.toBe(error);
    await expect(embeddings.embedDocuments([])).resolves.toEqual([]);
    const nameless = new ScriptedEmbeddings({ failAt: 0 });
    await expect(nameless.embedQuery("a")).rejects.toThrow("The script failed at chunk 0.");
  });

  it("stalls in the place of a text until it is aborted", async () => {
    const controller = new AbortController();
    const recorder = new EventRecorder();
    const embeddings = new ScriptedEmbeddings({ stallAt: 0 });
    const vector = embeddings.embedQuery("a", { signal: controller.signal, callbacks: [recorder] });
    controller.abort(new Error("enough"));
    await expect(vector).rejects.toThrow("enough");
    expect(recorder.names()).toEqual(["on_embedding_start", "on_embedding_cancel"]);
  });

  it("waits before each text", async () => {
    jest.useFakeTimers();
    try {
      let vectors: unknown;
      void new ScriptedEmbeddings({ delayMs: 10, vectors: { a: [1] } })
        .embedDocuments(["a", "a"])
        .then((result) => {
          vectors = result;
        });
      await jest.advanceTimersByTimeAsync(19);
      expect(vectors).toBeUndefined();
      await jest.advanceTimersByTimeAsync(1);
      expect(vectors).toEqual([[1], [1]]);
    } finally {
      jest.useRealTimers();
    }
  });

  it.each<[string, ScriptedEmbeddingsFields, string]>([
    [
      "no dimensions",
      { dimensions: 0 },
      "dimensions was 0 (number); give the length of a vector, such as 32.",
    ],
    ["half a dimension", { dimensions: 1.5 }, "dimensions was 1.5 (number)"],
    ["a negative place", { failAt: -1 }, "failAt was -1 (number); give the index of a chunk"],
    ["half a place", { stallAt: 0.5 }, "stallAt was 0.5 (number); give the index of a chunk"],
    [
      "a delay that is none",
      { delayMs: Number.NaN },
      "delayMs was NaN (number); give a number of milliseconds.",
    ],
  ])("refuses %s", (_what, fields, message) => {
    expect(() => new ScriptedEmbeddings(fields)).toThrow(InvalidArgumentError);
    expect(() => new ScriptedEmbeddings(fields)).toThrow(message);
  });
});
