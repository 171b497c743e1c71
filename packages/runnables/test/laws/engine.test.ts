import { EventCollector, InvalidArgumentError, type CallbackHandler } from "@rivulet/core";
import {
  BaseChatModel,
  BaseLLM,
  NotImplementedError,
  Runnable,
  RunnableGenerator,
  RunnableLambda,
  RunnableParallel,
  RunnablePassthrough,
  RunnableSequence,
  StringOutputParser,
  tool,
} from "@rivulet/runnables";
import { nextTurn, watchProcess } from "@rivulet/test-support";
import { collect } from "../support/collect.ts";
import { findViolations } from "./support/find-violations.ts";
import { createRecorder, phasesOf } from "./support/recorder.ts";
import { soon, turns } from "./support/soon.ts";

watchProcess();

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ["setImmediate", "queueMicrotask", "nextTick", "performance"] });
});

afterEach(() => {
  jest.useRealTimers();
});

function numbers(
  count: number,
  state = { isFinalized: false },
): RunnableGenerator<unknown, number> {
  return new RunnableGenerator(async function* numbersTo() {
    try {
      for (let index = 0; index < count; index += 1) yield index;
    } finally {
      state.isFinalized = true;
    }
  });
}

async function* firstOf(input: AsyncIterable<unknown>): AsyncGenerator<unknown> {
  for await (const chunk of input) {
    yield chunk;
    return;
  }
}

describe("a step whose consumers need no more", () => {
  it("is stopped when all branches below it are done, before the sequence ends", async () => {
    const recorder = createRecorder();
    const state = { isFinalized: false };
    const sequence = numbers(Infinity, state).pipe(
      RunnableParallel.from({
        a: new RunnableGenerator(firstOf),
        b: new RunnableGenerator(firstOf),
      }),
    );
    const chunks = await soon(collect(sequence.stream(1, { callbacks: [recorder] })));
    expect(chunks).toEqual([{ a: 0 }, { b: 0 }]);
    expect(state.isFinalized).toBe(true);
    expect(findViolations(recorder.events)).toEqual([]);
  });

  it("goes on while one branch reads on", async () => {
    const sequence = numbers(100).pipe(
      RunnableParallel.from({ a: new RunnableGenerator(firstOf), b: new RunnablePassthrough() }),
    );
    const chunks = await soon(collect(sequence.stream(1)));
    expect(chunks).toHaveLength(101);
  });

  it("does not wait for a branch that is done and never read its input", async () => {
    async function* ignoring(): AsyncGenerator<string> {
      await nextTurn();
      yield "ignored";
    }
    const sequence = numbers(100).pipe(
      RunnableParallel.from({ a: new RunnableGenerator(ignoring), b: new RunnablePassthrough() }),
    );
    const chunks = await soon(collect(sequence.stream(1)));
    expect(chunks).toHaveLength(101);
  });

  it("goes on when an attempt failed without reading its input", async () => {
    let attempts = 0;
    const flaky = new RunnableGenerator(async function* flaky(input: AsyncIterable<number>) {
      attempts += 1;
      if (attempts === 1) {
        await nextTurn();
        throw new Error("once");
      }
      yield* input;
    });
    const sequence = numbers(100).pipe(flaky.withRetry({ delayMs: () => 0 }));
    expect(await soon(collect(sequence.stream(1)))).toHaveLength(100);
  });

  it("goes on for an assign whose branch is done, which hands the rest of its input on", async () => {
    const object = RunnableParallel.from({
      a: RunnableLambda.from(() => 1),
      b: numbers(3),
    });
    const sequence = object.pipe(
      RunnablePassthrough.assign({ first: new RunnableGenerator(firstOf) }) as never,
    );
    expect(await soon(collect(sequence.stream(1)))).toEqual([
      { a: 1 },
      { b: 0 },
      { first: { a: 1 } },
      { b: 1 },
      { b: 2 },
    ]);
    const recorder = createRecorder();
    const { output } = sequence.streamEvents(1, { callbacks: [recorder] });
    expect(await soon(output)).toEqual({ a: 1, b: 2, first: { a: 1 } });
    expect(findViolations(recorder.events)).toEqual([]);
  });
});

describe("leaving", () => {
  it("takes no time where what a function returned can be stopped at once", async () => {
    const state = { isFinalized: false };
    const outer = RunnableLambda.from(() =>
      numbers(Infinity, state).pipe(async function* upper(input: AsyncIterable<number>) {
        for await (const one of input) yield one * 2;
      }),
    );
    const leave = async (): Promise<unknown> => {
      for await (const chunk of outer.stream(1)) return chunk;
      return undefined;
    };
    expect(await soon(leave())).toBe(0);
    expect(state.isFinalized).toBe(true);
  });

  it("begins no further attempt", async () => {
    const recorder = createRecorder();
    const controller = new AbortController();
    const failing = RunnableLambda.from(function failing() {
      throw new Error("no");
    });
    const fallback = RunnableLambda.from(function fallback() {
      return 1;
    });
    const runnable = failing.withRetry({ delayMs: () => 500 }).withFallbacks([fallback]);
    const stream = runnable.streamEvents(1, { callbacks: [recorder], signal: controller.signal });
    const output = stream.output.catch((error: unknown) => error);
    await turns(5);
    controller.abort("enough");
    expect(await soon(output)).toBe("enough");
    expect(phasesOf(recorder.events, "fallback")).toEqual([]);
    expect(findViolations(recorder.events)).toEqual([]);
  });

  it("is not held by an awaited listener that hangs", async () => {
    const handler: CallbackHandler = {
      awaited: true,
      on_chain_end: () => new Promise(() => undefined),
    };
    const stream = numbers(2).stream(1, { callbacks: [handler] });
    expect(await stream.next()).toEqual({ done: false, value: 0 });
    expect(await stream.next()).toEqual({ done: false, value: 1 });
    const end = stream.next();
    expect(await soon(end)).toBe("pending");
    const left = stream.return();
    expect(await soon(left)).toEqual({ done: true, value: undefined });
    expect(await soon(end)).toEqual({ done: true, value: undefined });
  });

  it("survives an input stream whose `return` throws", async () => {
    const input = {
      [Symbol.asyncIterator]: () => ({
        next: async () => ({ done: false as const, value: 1 }),
        return: () => {
          throw new Error("no return");
        },
      }),
    };
    const stream = new RunnablePassthrough<number>().transform(input as AsyncIterable<number>);
    expect(await stream.next()).toEqual({ done: false, value: 1 });
    expect(await soon(stream.return())).toEqual({ done: true, value: undefined });
    const parsed = new StringOutputParser().transform(input as never);
    await expect(soon(parsed.next())).rejects.toThrow("give a message or a string");
  });
});

describe("a step that cannot be connected", () => {
  class Unfinished extends Runnable<unknown, unknown> {}
  class UnfinishedModel extends BaseChatModel {}

  const unfinished = [
    ["runnable", new Unfinished()],
    ["model", new UnfinishedModel() as unknown as Runnable<unknown, unknown>],
  ] as const;
  const places = [
    ["bare", (inner: Runnable<unknown, unknown>) => inner],
    [
      "sequence",
      (inner: Runnable<unknown, unknown>) => RunnableSequence.from([(x: unknown) => x, inner]),
    ],
    [
      "map",
      (inner: Runnable<unknown, unknown>) =>
        RunnableParallel.from({ inner, other: (x: unknown) => x }),
    ],
    ["assign", (inner: Runnable<unknown, unknown>) => RunnablePassthrough.assign({ inner })],
    ["retry", (inner: Runnable<unknown, unknown>) => inner.withRetry({ delayMs: () => 0 })],
    ["fallbacks", (inner: Runnable<unknown, unknown>) => inner.withFallbacks([inner])],
    ["lambda", (inner: Runnable<unknown, unknown>) => RunnableLambda.from(() => inner)],
  ] as const;

  it.each(
    unfinished.flatMap(([what, inner]) =>
      places.map(([where, place]) => [what, where, place(inner)] as const),
    ),
  )("fails the runs around it (%s, %s)", async (_what, _where, runnable) => {
    const recorder = createRecorder();
    const events = (runnable as Runnable).streamEvents({}, { callbacks: [recorder] });
    await expect(soon(events.output)).rejects.toThrow(NotImplementedError);
    expect(findViolations(recorder.events)).toEqual([]);
    await expect(soon(collect((runnable as Runnable).stream({})))).rejects.toThrow(
      NotImplementedError,
    );
    await expect(soon((runnable as Runnable).invoke({}))).rejects.toThrow(NotImplementedError);
  });

  it("fails for an input that is no stream, and can be left", async () => {
    const stream = new RunnablePassthrough().transform([1] as never);
    await expect(soon(stream.next())).rejects.toThrow();
    expect(await soon(stream.return())).toEqual({ done: true, value: undefined });
  });
});

describe("a failure", () => {
  const places = [
    ["bare", (inner: Runnable<unknown, unknown>) => inner],
    ["sequence", (inner: Runnable<unknown, unknown>) => inner.pipe(new RunnablePassthrough())],
    ["map", (inner: Runnable<unknown, unknown>) => RunnableParallel.from({ inner })],
    [
      "each",
      (inner: Runnable<unknown, unknown>) => RunnableLambda.from(() => [1, 2]).pipe(inner.map()),
    ],
    ["retry", (inner: Runnable<unknown, unknown>) => inner.withRetry({ delayMs: () => 0 })],
    ["fallbacks", (inner: Runnable<unknown, unknown>) => inner.withFallbacks([inner])],
    ["lambda", (inner: Runnable<unknown, unknown>) => RunnableLambda.from(() => inner)],
  ] as const;

  it.each(places)("is a failure, whatever is thrown (%s)", async (_where, place) => {
    for (const thrown of [undefined, null, 0, "", false]) {
      const recorder = createRecorder();
      const config = { callbacks: [recorder] };
      const throwing = place(
        RunnableLambda.from(() => {
          throw thrown;
        }),
      ) as Runnable;
      await expect(soon(throwing.invoke(1, config))).rejects.toBe(thrown);
      await expect(soon(collect(throwing.stream(1, config)))).rejects.toBe(thrown);
      await expect(soon(collect(throwing.streamEvents(1, config)))).rejects.toBe(thrown);
      expect(findViolations(recorder.events)).toEqual([]);
      const roots = recorder.events.filter(
        ({ parent_ids, event }) => parent_ids.length === 0 && !event.endsWith("_start"),
      );
      expect(roots.map(({ event }) => event)).toEqual(Array(3).fill("on_chain_error"));
    }
  });

  it("may be tried again thousands of times", async () => {
    let attempts = 0;
    const failing = RunnableLambda.from(() => {
      attempts += 1;
      throw new Error("again");
    });
    const retry = failing.withRetry({ stopAfterAttempt: 5_000, delayMs: () => 0 });
    await expect(soon(collect(retry.stream(1)))).rejects.toThrow("again");
    expect(attempts).toBe(5_000);
  });
});

describe("options that are wrong", () => {
  const runnable = RunnableLambda.from((x: number) => x);

  it("are refused at the call", async () => {
    expect(() => runnable.withConfig({ tags: "abc" as never })).toThrow(InvalidArgumentError);
    expect(() => runnable.withConfig({ timeout: -1 })).toThrow(InvalidArgumentError);
    expect(() => runnable.withRetry({ stopAfterAttempt: 0 })).toThrow(InvalidArgumentError);
    expect(() => runnable.withRetry({ stopAfterAttempt: 1.5 })).toThrow(InvalidArgumentError);
    await expect(runnable.batch([1], undefined, { maxConcurrency: 0 })).rejects.toThrow(
      InvalidArgumentError,
    );
  });
});

describe("an observed run", () => {
  class SilentLLM extends BaseLLM {
    protected override async *_streamResponseChunks(): AsyncGenerator<string> {
      // It has nothing to say.
    }
  }
  class SilentChatModel extends BaseChatModel {
    protected override async *_streamResponseChunks(): AsyncGenerator<never> {
      // It has nothing to say.
    }
  }

  it("has the output that it has unobserved, also when a model says nothing", async () => {
    const callbacks = [createRecorder()];
    const llm = new SilentLLM();
    expect(await llm.invoke("x")).toBe("");
    expect(await llm.invoke("x", { callbacks })).toBe("");
    expect(await llm.streamEvents("x").output).toBe("");
    const chat = new SilentChatModel();
    expect((await chat.invoke("x")).content).toBe("");
    expect((await chat.invoke("x", { callbacks })).content).toBe("");
    expect((await chat.streamEvents("x").output).content).toBe("");
    const parsed = chat.pipe(new StringOutputParser());
    expect(await parsed.invoke("x")).toBe("");
    expect(await parsed.streamEvents("x").output).toBe("");
  });

  it("holds back a generator that is invoked", async () => {
    const collector = new EventCollector(undefined, { highWaterMark: 8 });
    let pulled = 0;
    const counting = new RunnableGenerator(async function* counting() {
      for (; pulled < 1_000; pulled += 1) yield pulled;
    });
    const loop = collector[Symbol.asyncIterator]();
    const output = counting.invoke(1, { callbacks: [collector] });
    await loop.next();
    await turns(20);
    expect(pulled).toBeLessThan(12);
    await loop.return?.();
    expect(await soon(output)).toBe(999);
  });
});

describe("a tool call", () => {
  it("is answered with what a generator yields, added up", async () => {
    const counting = tool(
      async function* counting({ to }: { to: number }) {
        for (let index = 1; index <= to; index += 1) yield String(index);
      },
      { name: "counting" },
    );
    const call = { type: "tool_call", id: "1", name: "counting", args: { to: 3 } } as const;
    expect(await counting.invoke(call as never)).toMatchObject({
      content: "123",
      tool_call_id: "1",
    });
    expect(await counting.streamEvents(call as never).output).toMatchObject({ content: "123" });
  });
});
