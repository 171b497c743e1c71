import {
  RunnableAssign,
  RunnableEach,
  RunnableLambda,
  RunnableParallel,
  RunnablePassthrough,
  RunnablePick,
  RunnableSequence,
  type Runnable,
} from "@rivulet/runnables";
import { ScriptedLLM } from "@rivulet/testing";
import { collect } from "../support/collect.ts";
import { dataOf, failureOf, namesOf, record } from "../support/record.ts";

type Fields = Record<string, unknown>;

async function* streamOf<Item>(...items: readonly Item[]): AsyncGenerator<Item> {
  yield* items;
}

describe("pick", () => {
  it.each<[string | string[], Fields, unknown, unknown[]]>([
    ["a", { a: 1, b: 2 }, 1, [1]],
    ["a", { a: undefined }, undefined, [undefined]],
    ["a", { a: 0 }, 0, [0]],
    ["a", { a: null }, null, [null]],
    ["a", { b: 2 }, undefined, []],
    ["toString", { a: 1 }, undefined, []],
    [["a", "b"], { a: 1, b: 2, c: 3 }, { a: 1, b: 2 }, [{ a: 1, b: 2 }]],
    [["b", "a"], { a: 1, b: false }, { b: false, a: 1 }, [{ b: false, a: 1 }]],
    [["a", "x"], { a: 1 }, { a: 1 }, [{ a: 1 }]],
    [["x"], { a: 1 }, undefined, []],
  ])("of %j from %j", async (keys, input, output, chunks) => {
    const pick = new RunnablePick(keys);

    expect(await pick.invoke(input)).toStrictEqual(output);
    expect(await collect(pick.stream(input))).toStrictEqual(chunks);
  });

  it("streams the parts that it is to pick as they come in", async () => {
    const { events, callbacks } = record();
    const input = streamOf<Fields>({ a: "x" }, { b: 1 }, { a: "y" });

    expect(await collect(new RunnablePick("a").transform(input, { callbacks }))).toStrictEqual([
      "x",
      "y",
    ]);
    expect(namesOf(events)).toStrictEqual([
      "on_chain_start",
      "on_chain_stream",
      "on_chain_stream",
      "on_chain_end",
    ]);
  });

  it("ends with what its chunks add up to, as the branch that made them says", async () => {
    const { events, callbacks } = record({ includeNames: ["RunnablePick"] });
    const map = RunnableParallel.from({ a: new ScriptedLLM({ chunks: ["x", "y"] }), b: () => 1 });

    expect(await collect(map.pick("a").stream("go", { callbacks }))).toStrictEqual(["x", "y"]);
    expect(dataOf(events, "on_chain_end")).toStrictEqual({
      input: { a: "xy", b: 1 },
      output: "xy",
    });
    expect(await map.pick("a").invoke("go")).toBe("xy");
    expect(await map.pick(["b"]).invoke("go")).toStrictEqual({ b: 1 });
  });

  it.each(["text", 1, null, undefined])("fails on %j, which is no object", async (input) => {
    for (const work of [
      () => new RunnablePick("a").invoke(input as never),
      () => collect(new RunnablePick("a").stream(input as never)),
    ]) {
      expect(await failureOf(work)).toMatchObject({ name: "InvalidInputError" });
    }
  });
});

describe("assign", () => {
  const size = ({ text }: Fields): number => String(text).length;

  it.each<[string, Runnable<Fields, Fields>]>([
    ["RunnableAssign", new RunnableAssign<Fields, Fields>({ size })],
    [
      "RunnablePassthrough.assign",
      RunnablePassthrough.assign<Fields, { size: typeof size }>({ size }),
    ],
    ["assign()", new RunnablePassthrough<Fields>().assign({ size }) as Runnable<Fields, Fields>],
  ])("of %s adds keys to the object", async (_kind, assign) => {
    expect(await assign.invoke({ text: "four", a: null })).toStrictEqual({
      text: "four",
      a: null,
      size: 4,
    });
    expect(await collect(assign.stream({ text: "four" }))).toStrictEqual([
      { text: "four" },
      { size: 4 },
    ]);
  });

  it.each<[Fields, Fields, Fields]>([
    [{}, { a: () => 1 }, { a: 1 }],
    [{ a: 1 }, { a: () => 2 }, { a: 2 }],
    [{ a: 1 }, { a: ({ a }: Fields) => [a] }, { a: [1] }],
    [{ a: 1 }, { b: { c: () => 2, d: () => 3 } }, { a: 1, b: { c: 2, d: 3 } }],
    [{ a: 1 }, { b: () => undefined }, { a: 1, b: undefined }],
    [{ a: 1 }, {}, { a: 1 }],
  ])("to %j", async (input, steps, output) => {
    const assign = new RunnableAssign<Fields, Fields>(steps as never);

    expect(await assign.invoke(input)).toStrictEqual(output);
    const { events, callbacks } = record({ includeNames: ["RunnableAssign"] });
    await collect(assign.stream(input, { callbacks }));
    expect(dataOf(events, "on_chain_end")).toStrictEqual({ output });
  });

  it("streams the object's own keys at once, and the added ones as they are made", async () => {
    const assign = RunnablePassthrough.assign<Fields, { answer: Runnable<Fields, string> }>({
      answer: new RunnablePick<Fields, string>("question").pipe(
        new ScriptedLLM({ chunks: ["4", "2"] }),
      ),
    });

    expect(await collect(assign.stream({ question: "?" }))).toStrictEqual([
      { question: "?" },
      { answer: "4" },
      { answer: "2" },
    ]);
  });

  it("begins its branches before it tells the object's own keys, wherever it stands", async () => {
    const assign = new RunnableAssign<Fields, Fields>({ size });
    const order = ["RunnableAssign start", "RunnableParallel start", "RunnableAssign stream"];
    for (const runnable of [assign, new RunnablePassthrough<Fields>().pipe(assign)]) {
      const { events, callbacks } = record({
        includeNames: ["RunnableAssign", "RunnableParallel"],
      });
      await collect(runnable.stream({ text: "four" }, { callbacks }));
      const told = events.map(({ event, name }) => `${name} ${event.replace("on_chain_", "")}`);
      expect(told.slice(0, 3)).toStrictEqual(order);
    }
  });

  it.each(["text", 1, null, undefined, [1]])("fails on %j, which is no object", async (input) => {
    const assign = new RunnableAssign<Fields, Fields>({ size });
    for (const work of [
      () => assign.invoke(input as never),
      () => collect(assign.stream(input as never)),
    ]) {
      expect(await failureOf(work)).toMatchObject({ name: "InvalidInputError" });
    }
  });
});

describe("an assign that is given an object whose keys cannot be read", () => {
  const unreadable = (): Fields => ({
    get key(): never {
      throw new Error("unreadable");
    },
  });

  it("fails itself, also where the stack began anew before it", async () => {
    const assign = new RunnableAssign<Fields, Fields>({ other: () => 1 });
    const passthroughs = Array.from({ length: 199 }, () => new RunnablePassthrough<Fields>());
    for (const between of [[], passthroughs]) {
      const { events, callbacks } = record({ includeNames: ["RunnableAssign"] });
      const sequence = RunnableSequence.from<Fields, Fields>([unreadable, ...between, assign]);
      const failure = await failureOf(collect(sequence.stream({}, { callbacks })));
      expect(failure).toMatchObject({ message: "unreadable" });
      expect(dataOf(events, "on_chain_error")).toStrictEqual({ error: failure });
    }
  });
});

describe("each", () => {
  const double = RunnableLambda.from((value: number) => value * 2);

  it.each<[string, Runnable<readonly number[], number[]>]>([
    ["RunnableEach", new RunnableEach({ bound: double })],
    ["map()", double.map()],
  ])("of %s runs for each item, in order", async (_kind, each) => {
    expect(await each.invoke([1, 2, 3])).toStrictEqual([2, 4, 6]);
    expect(await each.invoke([])).toStrictEqual([]);
    expect(await collect(each.stream([1, 2]))).toStrictEqual([[2, 4]]);
  });

  it("runs no more at a time than maxConcurrency says", async () => {
    let open = 0;
    let most = 0;
    const slow = RunnableLambda.from(async () => {
      open += 1;
      most = Math.max(most, open);
      await Promise.resolve();
      open -= 1;
    });
    await slow.map().invoke([1, 2, 3, 4, 5], { maxConcurrency: 2 });

    expect(most).toBe(2);
  });

  it("fails as the first item does, and is one start and one error", async () => {
    const broken = new Error("broken");
    const { events, callbacks } = record({ includeNames: ["RunnableEach"] });
    const failing = RunnableLambda.from((value: number) => {
      if (value === 2) throw broken;
    });

    expect(await failureOf(() => failing.map().invoke([1, 2, 3], { callbacks }))).toBe(broken);
    expect(namesOf(events)).toStrictEqual(["on_chain_start", "on_chain_error"]);
  });

  it.each([{}, "text", 1, null, undefined])("fails on %j, which is no list", async (input) => {
    for (const work of [
      () => double.map().invoke(input as never),
      () => collect(double.map().stream(input as never)),
    ]) {
      expect(await failureOf(work)).toMatchObject({ name: "InvalidInputError" });
    }
  });
});
