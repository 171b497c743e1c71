import { Embeddings, RunnableLambda, type RunnableConfig, type Vector } from "@rivulet/runnables";
import { failureOf, namesOf, record } from "../../support/record.ts";
import { WordCountEmbeddings } from "../../support/word-count-embeddings.ts";

const words = ["cat", "dog"];
const embeddings = new WordCountEmbeddings(words);

describe("Embeddings", () => {
  it("makes a vector for each text, in their order", async () => {
    expect(await embeddings.embedDocuments(["a cat", "a dog and a dog", ""])).toStrictEqual([
      [1, 0],
      [0, 2],
      [0, 0],
    ]);
    expect(await embeddings.embedQuery("cat and dog")).toStrictEqual([1, 1]);
    expect(await embeddings.embedDocuments([])).toStrictEqual([]);
  });

  it("tells each call as a run of type embedding, without chunks", async () => {
    const { events, callbacks } = record();
    await embeddings.embedQuery("a cat", { callbacks, runId: "run-1" });

    expect(
      events.map(({ event, name, run_id, data }) => [event, name, run_id, data]),
    ).toStrictEqual([
      ["on_embedding_start", "WordCountEmbeddings", "run-1", { input: ["a cat"] }],
      ["on_embedding_end", "WordCountEmbeddings", "run-1", { output: [[1, 0]] }],
    ]);
  });

  it("has a name, tags and metadata of its own", async () => {
    const { events, callbacks } = record();
    const named = new WordCountEmbeddings(words, {
      name: "counter",
      tags: ["own"],
      metadata: { size: 2 },
    });
    await named.embedDocuments(["a"], { callbacks, tags: ["given"] });

    expect(named.getName()).toBe("counter");
    expect(events[0]).toMatchObject({
      name: "counter",
      tags: ["own", "given"],
      metadata: { size: 2 },
    });
  });

  it("is a child of the run that it is called in", async () => {
    const { events, callbacks } = record();
    await RunnableLambda.from(() => embeddings.embedQuery("cat")).invoke("go", { callbacks });

    expect(namesOf(events)).toStrictEqual([
      "on_chain_start",
      "on_embedding_start",
      "on_embedding_end",
      "on_chain_end",
    ]);
    expect(events[1]?.parent_ids).toStrictEqual([events[0]?.run_id]);
  });

  it("fails as the model does, and refuses a wrong config", async () => {
    const error = new Error("gone");
    class Broken extends Embeddings {
      protected override _embed(): Promise<readonly Vector[]> {
        return Promise.reject(error);
      }
    }
    const { events, callbacks } = record();

    expect(await failureOf(() => new Broken().embedQuery("cat", { callbacks }))).toBe(error);
    expect(namesOf(events)).toStrictEqual(["on_embedding_start", "on_embedding_error"]);
    expect(
      await failureOf(() =>
        embeddings.embedQuery("cat", { tags: "a" } as unknown as RunnableConfig),
      ),
    ).toMatchObject({
      name: "InvalidArgumentError",
    });
  });

  it.each([
    ["too few vectors", [[1]]],
    ["too many", [[1], [2], [3]]],
    ["nothing", undefined],
    ["one vector alone", { 0: [1] }],
  ])("fails when the model gives %s", async (_what, vectors) => {
    class Wrong extends Embeddings {
      protected override async _embed(): Promise<readonly Vector[]> {
        return vectors as unknown as readonly Vector[];
      }
    }
    const { events, callbacks } = record();

    expect(
      await failureOf(() => new Wrong().embedDocuments(["a", "b"], { callbacks })),
    ).toMatchObject({
      name: "InvalidArgumentError",
      message: expect.stringContaining("`_embed` of Wrong gave"),
    });
    expect(namesOf(events)).toStrictEqual(["on_embedding_start", "on_embedding_error"]);
  });

  it("is cancelled with its call", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    class Stalling extends Embeddings {
      protected override _embed(
        _texts: readonly string[],
        { signal }: RunnableConfig,
      ): Promise<readonly Vector[]> {
        return new Promise((_resolve, reject) => {
          signal?.addEventListener("abort", () => {
            reject(signal.reason as Error);
          });
          controller.abort(reason);
        });
      }
    }
    const { events, callbacks } = record();

    expect(
      await failureOf(() =>
        new Stalling().embedQuery("cat", { callbacks, signal: controller.signal }),
      ),
    ).toBe(reason);
    expect(namesOf(events)).toStrictEqual(["on_embedding_start", "on_embedding_cancel"]);
  });
});
