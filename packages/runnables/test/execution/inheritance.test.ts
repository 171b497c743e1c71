import {
  RunnableLambda,
  RunnableParallel,
  type Runnable,
  type RunnableConfig,
} from "@rivulet/runnables";
import { ScriptedChatModel } from "@rivulet/testing";
import { collect } from "../support/collect.ts";
import { record } from "../support/record.ts";

const echo = RunnableLambda.from(function echo(input: unknown) {
  return input;
});

interface Seen {
  readonly name: string;
  readonly tags: readonly string[];
  readonly metadata: object;
}

/** What each run is seen as, in the order of the starts; the same for `invoke` and `stream`, or it fails. */
async function seenRuns(runnable: Runnable<unknown>, config: RunnableConfig = {}): Promise<Seen[]> {
  const invoked = record();
  const streamed = record();
  await runnable.invoke("go", { ...config, callbacks: invoked.callbacks });
  await collect(runnable.stream("go", { ...config, callbacks: streamed.callbacks }));
  const starts = [invoked, streamed].map(({ events }) =>
    events
      .filter(({ event }) => event.endsWith("_start"))
      .map(({ name, tags, metadata }) => ({ name, tags, metadata })),
  );
  expect(starts[1]).toStrictEqual(starts[0]);
  return starts[0] ?? [];
}

describe("the name of a run", () => {
  it.each<[string, Runnable<unknown>, RunnableConfig, string[]]>([
    ["the function's", echo, {}, ["echo"]],
    [
      "the class's of a function without a name",
      RunnableLambda.from(() => ""),
      {},
      ["RunnableLambda"],
    ],
    ["the runName of the call", echo, { runName: "called" }, ["called"]],
    ["the runName of withConfig", echo.withConfig({ runName: "own" }), {}, ["own"]],
    [
      "the call's before withConfig's",
      echo.withConfig({ runName: "own" }),
      { runName: "called" },
      ["called"],
    ],
    [
      "the outermost of two",
      echo.withConfig({ runName: "a" }).withConfig({ runName: "b" }),
      {},
      ["b"],
    ],
    ["not inherited", echo.pipe(echo), { runName: "called" }, ["called", "echo", "echo"]],
  ])("is %s", async (_which, runnable, config, names) => {
    expect((await seenRuns(runnable, config)).map(({ name }) => name)).toStrictEqual(names);
  });

  it("is what getName says", () => {
    expect(echo.getName()).toBe("echo");
    expect(echo.withConfig({ runName: "own" }).getName()).toBe("own");
    expect(echo.pipe(echo).getName()).toBe("RunnableSequence");
    expect(new ScriptedChatModel({ chunks: [] }).getName()).toBe("ScriptedChatModel");
  });
});

describe("the id of a run", () => {
  it.each<[string, Runnable<unknown>]>([
    ["the call's", echo],
    ["the call's, not that of withConfig", echo.withConfig({ runId: "own" })],
  ])("is %s, and of that run alone", async (_which, runnable) => {
    const { events, callbacks } = record();
    await runnable.invoke("go", { callbacks, runId: "called" });
    await runnable.pipe(echo).invoke("go", { callbacks, runId: "outer" });

    expect(events[0]?.run_id).toBe("called");
    expect(events[2]?.run_id).toBe("outer");
    expect(events[3]?.run_id).not.toBe("outer");
    expect(events[3]?.parent_ids).toStrictEqual(["outer"]);
  });

  it("is a new one for each run otherwise", async () => {
    const { events, callbacks } = record();
    await echo.invoke("go", { callbacks });
    await echo.invoke("go", { callbacks });

    expect(new Set(events.map(({ run_id }) => run_id)).size).toBe(2);
  });
});

describe("tags", () => {
  it.each<[string, Runnable<unknown>, string[], string[][]]>([
    [
      "come from the call, and are inherited",
      echo.pipe(echo),
      ["call"],
      [["call"], ["seq:step:1", "call"], ["seq:step:2", "call"]],
    ],
    [
      "come from withConfig, and are inherited",
      echo.pipe(echo).withConfig({ tags: ["own"] }),
      [],
      [["own"], ["seq:step:1", "own"], ["seq:step:2", "own"]],
    ],
    [
      "stand in order: positional, own, inherited",
      echo.withConfig({ tags: ["own"] }).pipe(echo),
      ["call"],
      [["call"], ["seq:step:1", "own", "call"], ["seq:step:2", "call"]],
    ],
    ["are there once", echo.withConfig({ tags: ["same"] }), ["same"], [["same"]]],
    [
      "say the place in a map",
      RunnableParallel.from({ x: echo, "a b": echo }),
      ["call"],
      [["call"], ["map:key:x", "call"], ["map:key:a b", "call"]],
    ],
  ])("%s", async (_rule, runnable, tags, expected) => {
    expect((await seenRuns(runnable, { tags })).map((run) => run.tags)).toStrictEqual(expected);
  });

  it("of a place are not inherited", async () => {
    const calling = RunnableLambda.from(async (input: unknown) => echo.invoke(input));
    const runs = await seenRuns(echo.pipe(calling));

    expect(runs.map((run) => run.tags)).toStrictEqual([[], ["seq:step:1"], ["seq:step:2"], []]);
  });
});

describe("metadata", () => {
  it("is inherited, the nearest value of a key first", async () => {
    const inner = echo.withConfig({ metadata: { a: "inner", b: "inner" } });
    const runs = await seenRuns(inner.pipe(echo).withConfig({ metadata: { a: "own", c: "own" } }), {
      metadata: { a: "call", d: "call" },
    });

    expect(runs.map(({ metadata }) => metadata)).toStrictEqual([
      { a: "own", c: "own", d: "call" },
      { a: "inner", b: "inner", c: "own", d: "call" },
      { a: "own", c: "own", d: "call" },
    ]);
  });
});

describe("what a function is told", () => {
  it("has what it inherits, and makes what it calls a child", async () => {
    const { events, callbacks } = record();
    const configs: RunnableConfig[] = [];
    const calling = RunnableLambda.from(async (input: unknown, config: RunnableConfig) => {
      configs.push(config);
      return echo.invoke(input, config);
    });
    await calling.invoke("go", {
      callbacks,
      tags: ["t"],
      metadata: { m: 1 },
      maxConcurrency: 3,
      recursionLimit: 7,
      configurable: { user: "u1" },
      runName: "named",
    });

    expect(configs[0]).toMatchObject({
      tags: ["t"],
      metadata: { m: 1 },
      maxConcurrency: 3,
      recursionLimit: 7,
      configurable: { user: "u1" },
    });
    expect(configs[0]).not.toHaveProperty("runName");
    expect(
      events.map(({ name, tags, parent_ids }) => [name, tags, parent_ids.length]),
    ).toStrictEqual([
      ["named", ["t"], 0],
      ["echo", ["t"], 1],
      ["echo", ["t"], 1],
      ["named", ["t"], 0],
    ]);
  });

  it("has the settings of every call around it, the nearest first", async () => {
    const seen: (object | undefined)[] = [];
    const noting = RunnableLambda.from((_input: unknown, { configurable }: RunnableConfig) => {
      seen.push(configurable);
    });
    const calling = RunnableLambda.from(() =>
      noting.withConfig({ configurable: { b: "inner" } }).invoke("go"),
    );
    await calling.invoke("go", { configurable: { a: "outer", b: "outer" } });

    expect(seen).toStrictEqual([{ a: "outer", b: "inner" }]);
  });
});
