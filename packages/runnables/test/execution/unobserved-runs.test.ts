import {
  RunnableLambda,
  RunnableParallel,
  type ModelOptions,
  type RunnableConfig,
} from "@rivulet/runnables";
import { ScriptedChatModel } from "@rivulet/testing";
import { failureOf } from "../support/record.ts";

// A run that nobody listens to leaves the ambient context alone where nothing depends on it. What is cancelled, and what a
// function inside is told, must not depend on whether somebody listens.

/** A model that stalls until it is aborted, and says when it was called. */
class StallingModel extends ScriptedChatModel {
  readonly called: Promise<void>;
  abortCount = 0;
  #onCall: () => void = () => undefined;

  constructor() {
    super({ chunks: ["a"], stallAt: 0 });
    this.called = new Promise((resolve) => {
      this.#onCall = resolve;
    });
  }

  protected override _streamResponseChunks(
    ...[messages, options, run]: Parameters<ScriptedChatModel["_streamResponseChunks"]>
  ): ReturnType<ScriptedChatModel["_streamResponseChunks"]> {
    noteAbort(options, () => {
      this.abortCount += 1;
    });
    this.#onCall();
    return super._streamResponseChunks(messages, options, run);
  }
}

function noteAbort({ signal }: ModelOptions, note: () => void): void {
  signal.addEventListener("abort", note);
}

describe("a model that a function invokes in a run that nobody listens to", () => {
  it("is aborted when the reader of the stream leaves", async () => {
    const model = new StallingModel();
    const stream = RunnableLambda.from(() => model.invoke("hello")).stream("go");
    const first = stream.next();
    await model.called;
    await stream.return();

    expect(model.abortCount).toBe(1);
    expect((await first).done).toBe(true);
  });

  it("is aborted when another input of the batch fails", async () => {
    const model = new StallingModel();
    const broken = new Error("broken");
    const calling = RunnableLambda.from(async (index: number) => {
      if (index === 0) return model.invoke("hello");
      await model.called;
      throw broken;
    });

    expect(await failureOf(calling.batch([0, 1]))).toBe(broken);
    expect(model.abortCount).toBe(1);
  });

  it("is aborted when another branch fails", async () => {
    const model = new StallingModel();
    const broken = new Error("broken");
    const map = RunnableParallel.from({
      stalling: () => model.invoke("hello"),
      failing: async () => {
        await model.called;
        throw broken;
      },
    });

    expect(await failureOf(map.invoke("go"))).toBe(broken);
    expect(model.abortCount).toBe(1);
  });
});

describe.each<[string, RunnableConfig]>([
  ["nobody listens", {}],
  ["somebody listens", { callbacks: [{ on_event: () => undefined }] }],
])("what a function inside is told when %s", (_who, listening) => {
  it.each<[string, RunnableConfig]>([
    ["configurable", { configurable: { user: "u1" } }],
    ["maxConcurrency", { maxConcurrency: 3 }],
    ["recursionLimit", { recursionLimit: 7 }],
    ["tags", { tags: ["t"] }],
    ["metadata", { metadata: { m: 1 } }],
  ])("has the %s of the call around it", async (_field, config) => {
    const seen: RunnableConfig[] = [];
    const inner = RunnableLambda.from((_input: unknown, given: RunnableConfig) => {
      seen.push(given);
    });
    await RunnableLambda.from(() => inner.invoke("go")).invoke("go", { ...listening, ...config });

    expect(seen[0]).toMatchObject(config);
  });
});
