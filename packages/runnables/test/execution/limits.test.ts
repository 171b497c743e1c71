import { RunTimeoutError } from "@rivulet/core";
import {
  RecursionLimitError,
  RunnableLambda,
  type Runnable,
  type RunnableConfig,
} from "@rivulet/runnables";
import { ScriptedChatModel } from "@rivulet/testing";
import { collect } from "../support/collect.ts";
import { failureOf, namesOf, record } from "../support/record.ts";

describe("recursionLimit", () => {
  /** Returns itself so many times before it returns a value. */
  function countdown(): Runnable<number, string> {
    let left = 0;
    const step: Runnable<number, string> = RunnableLambda.from(
      (depth: number): string | Runnable<number, string> => {
        left = left === 0 ? depth : left - 1;
        return left === 0 ? "done" : step;
      },
    ) as Runnable<number, string>;
    return RunnableLambda.from((depth: number): string | Runnable<number, string> => {
      left = depth;
      return depth === 0 ? "done" : step;
    }) as Runnable<number, string>;
  }

  it.each([[0], [1], [5]])(
    "lets a function return a runnable %d deep, within the limit",
    async (depth) => {
      expect(await countdown().invoke(depth, { recursionLimit: 10 })).toBe("done");
      expect(await collect(countdown().stream(depth, { recursionLimit: 10 }))).toStrictEqual([
        "done",
      ]);
    },
  );

  it("ends an endless recursion after 25, unless told otherwise", async () => {
    let calls = 0;
    const endless: Runnable<string, string> = RunnableLambda.from((): Runnable<string, string> => {
      calls += 1;
      return endless;
    });

    const error = await failureOf(() => endless.invoke("go"));
    expect(error).toBeInstanceOf(RecursionLimitError);
    expect(error).toMatchObject({
      code: expect.any(String),
      run_name: "RunnableLambda",
      run_id: expect.any(String),
    });
    expect(calls).toBe(25);

    calls = 0;
    expect(
      await failureOf(() => collect(endless.stream("go", { recursionLimit: 3 }))),
    ).toBeInstanceOf(RecursionLimitError);
    expect(calls).toBe(3);
  });

  it("makes one run for each, inside each other", async () => {
    const { events, callbacks } = record();
    const inner = RunnableLambda.from((input: string) => `${input}!`).withConfig({
      runName: "inner",
    });
    await RunnableLambda.from(() => inner).invoke("go", { callbacks });

    expect(events.map(({ name, parent_ids }) => [name, parent_ids.length])).toStrictEqual([
      ["RunnableLambda", 0],
      ["inner", 1],
      ["inner", 1],
      ["RunnableLambda", 0],
    ]);
  });
});

describe("timeout", () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  const stalling = (): ScriptedChatModel =>
    new ScriptedChatModel({ name: "model", chunks: ["a", "b"], stallAt: 1 });

  async function afterMs<Value>(work: Promise<Value>, delayMs: number): Promise<Value> {
    await jest.advanceTimersByTimeAsync(delayMs);
    return work;
  }

  it.each<[string, (config: RunnableConfig) => Promise<unknown>]>([
    ["invoke", (config) => stalling().invoke("go", config)],
    ["stream", (config) => collect(stalling().stream("go", config))],
    ["streamEvents", (config) => collect(stalling().streamEvents("go", config))],
    [
      "a sequence",
      (config) =>
        stalling()
          .pipe((message) => message)
          .invoke("go", config),
    ],
    [
      "withConfig",
      ({ timeout, callbacks }) => stalling().withConfig({ timeout }).invoke("go", { callbacks }),
    ],
    [
      "the shorter of two",
      ({ timeout, callbacks }) =>
        stalling().withConfig({ timeout: 60_000 }).invoke("go", { timeout, callbacks }),
    ],
  ])("cancels %s with a RunTimeoutError", async (_way, run) => {
    const { events, callbacks } = record();
    const error = await afterMs(failureOf(run({ timeout: 100, callbacks })), 100);

    expect(error).toBeInstanceOf(RunTimeoutError);
    expect(error).toMatchObject({ message: expect.stringContaining("100") });
    const cancel = events.find(({ event }) => event === "on_chat_model_cancel");
    expect(cancel?.data).toMatchObject({ reason: error });
    expect(namesOf(events).filter((name) => name.endsWith("_error"))).toStrictEqual([]);
  });

  it("does nothing to a run that ends in time, and leaves no timer behind", async () => {
    const model = new ScriptedChatModel({ chunks: ["a"] });

    expect((await model.invoke("go", { timeout: 100 })).text).toBe("a");
    expect(await collect(model.stream("go", { timeout: 100 }))).toHaveLength(1);
    expect(jest.getTimerCount()).toBe(0);
  });

  it("of an inner call ends that call alone", async () => {
    const outer = RunnableLambda.from(async () => {
      const error = await failureOf(() => stalling().invoke("go", { timeout: 100 }));
      return error instanceof RunTimeoutError ? "went on" : error;
    });

    expect(await afterMs(outer.invoke("go", { timeout: 1_000 }), 100)).toBe("went on");
    expect(jest.getTimerCount()).toBe(0);
  });
});
