import { getEventListeners } from "node:events";
import {
  configure,
  dispatchCustomEvent,
  getCurrentRun,
  type CallbackHandler,
  type RunEvent,
} from "@rivulet/core";
import {
  AIMessageChunk,
  BaseChatModel,
  BaseRetriever,
  Document,
  Runnable,
  RunnableBranch,
  RunnableGenerator,
  RunnableLambda,
  RunnableParallel,
  RunnablePassthrough,
  RunnableRetry,
  StructuredTool,
  tool,
  type BaseMessage,
  type ModelOptions,
  type RunnableConfig,
} from "@rivulet/runnables";
import { nextTurn, watchProcess } from "@rivulet/test-support";
import { take } from "rxjs";
import { collect } from "../support/collect.ts";
import { createDeferred } from "./support/deferred.ts";
import { findViolations } from "./support/find-violations.ts";
import { createRecorder, outline, phasesOf } from "./support/recorder.ts";
import { soon, turns } from "./support/soon.ts";

watchProcess();

const warn = jest.spyOn(console, "warn").mockImplementation(() => undefined);

afterEach(() => {
  configure({ callbacks: [], onListenerError: undefined, cancelTimeoutMs: 1_000 });
  warn.mockClear();
});

type AnyRunnable = Runnable<string, unknown>;

const child = RunnableLambda.from(async function child(input: string) {
  await nextTurn();
  return input;
});

/** The names of the runs around each run called `child`, root first. */
function placesOfChildren(events: readonly RunEvent[]): string[] {
  const names = new Map(events.map((event) => [event.run_id, event.name]));
  return events
    .filter(({ event, name }) => event === "on_chain_start" && name === "child")
    .map(({ parent_ids }) => parent_ids.map((id) => names.get(id)).join("/"));
}

async function* threeChildren(): AsyncGenerator<string, undefined> {
  for (const letter of ["a", "b", "c"]) {
    await child.invoke(letter);
    yield letter;
    await child.invoke(letter);
  }
  return undefined;
}

describe("the ambient run", () => {
  class Model extends BaseChatModel {
    protected override async *_streamResponseChunks(
      _messages: readonly BaseMessage[],
      _options: ModelOptions,
    ): AsyncGenerator<AIMessageChunk> {
      for await (const text of threeChildren()) yield new AIMessageChunk(text);
    }
  }
  class Retriever extends BaseRetriever {
    protected override async _getRelevantDocuments(): Promise<Document[]> {
      const texts = await collect(threeChildren());
      return texts.map((pageContent) => new Document({ pageContent }));
    }
  }
  class ClassTool extends StructuredTool<string, string> {
    readonly name = "ClassTool";
    readonly description = "";
    protected override async _call(): Promise<string> {
      return (await collect(threeChildren())).join("");
    }
  }
  class Own extends Runnable<string, string> {
    override async invoke(): Promise<string> {
      return (await collect(threeChildren())).join("");
    }
  }
  const subjects: readonly (readonly [string, AnyRunnable])[] = [
    [
      "generator",
      new RunnableGenerator(async function* generator() {
        yield* threeChildren();
      }),
    ],
    [
      "lambda",
      RunnableLambda.from(function lambda() {
        return threeChildren();
      }),
    ],
    [
      "sync",
      RunnableLambda.from(async function sync() {
        return (await collect(threeChildren())).at(-1);
      }),
    ],
    [
      "counting",
      tool(async function* counting(_input: string) {
        yield* threeChildren();
      }),
    ],
    ["Model", new Model()],
    ["Retriever", new Retriever()],
    ["ClassTool", new ClassTool()],
  ];

  it.each(subjects)("is the %s's own, after each yield, to the end", async (name, runnable) => {
    for (const how of ["invoke", "stream", "streamEvents"] as const) {
      const recorder = createRecorder();
      const config = { callbacks: [recorder] };
      const nested = RunnableLambda.from(function outer(input: string) {
        return input;
      }).pipe(runnable);
      if (how === "invoke") await nested.invoke("x", config);
      else await collect(nested[how]("x", config) as AsyncIterable<unknown>);
      expect(placesOfChildren(recorder.events)).toEqual(Array(6).fill(`RunnableSequence/${name}`));
      expect(findViolations(recorder.events)).toEqual([]);
    }
  });

  it("is the class's own in a runnable of the user's, in a chain", async () => {
    const recorder = createRecorder();
    await child.pipe(new Own()).invoke("x", { callbacks: [recorder] });
    expect(placesOfChildren(recorder.events).slice(1)).toEqual(
      Array(6).fill("RunnableSequence/Own"),
    );
  });

  it("is kept where nobody listens but a signal is given", async () => {
    const seen: (string | undefined)[] = [];
    const looking = new RunnableGenerator(async function* looking() {
      seen.push(getCurrentRun()?.name);
      yield 1;
      seen.push(getCurrentRun()?.name);
    });
    await collect(looking.stream("x", { signal: new AbortController().signal }));
    expect(seen).toEqual(["looking", "looking"]);
  });

  it("is not that of the run for the consumer, nor for a listener", async () => {
    const seen: unknown[] = [];
    const handler: CallbackHandler = {
      on_event: () => {
        seen.push(getCurrentRun());
      },
    };
    for await (const _ of subjects[0]?.[1].stream("x", { callbacks: [handler] }) ?? [])
      seen.push(getCurrentRun());
    expect(new Set(seen)).toEqual(new Set([undefined]));
  });

  it("is the lambda's in timers and promise callbacks", async () => {
    const recorder = createRecorder();
    const lambda = RunnableLambda.from(async function lambda(input: string) {
      await new Promise<void>((resolve) => {
        setImmediate(() => {
          void child.invoke(input).then(() => {
            resolve();
          });
        });
      });
      await Promise.resolve().then(() => child.invoke(input));
    });
    await lambda.invoke("x", { callbacks: [recorder] });
    expect(placesOfChildren(recorder.events)).toEqual(["lambda", "lambda"]);
  });
});

describe("break", () => {
  it("finalises the generators of all steps before the next statement, the farthest first", async () => {
    const log: string[] = [];
    const logging = (name: string) =>
      async function* step(input: AsyncIterable<unknown>): AsyncGenerator<unknown> {
        try {
          for await (const one of input) yield one;
        } finally {
          await nextTurn();
          log.push(name);
        }
      };
    const source = new RunnableGenerator(async function* source() {
      try {
        for (let index = 0; ; index += 1) yield index;
      } finally {
        await nextTurn();
        log.push("source");
      }
    });
    const sequence = source.pipe(logging("one")).pipe(logging("two"));
    const recorder = createRecorder();
    for await (const _ of sequence.stream("x", { callbacks: [recorder] })) break;
    log.push("next statement");
    expect(log.at(-1)).toBe("next statement");
    expect(log).toHaveLength(4);
    expect(phasesOf(recorder.events, "RunnableSequence").at(-1)).toBe("cancel");
    expect(findViolations(recorder.events)).toEqual([]);
    log.length = 0;
    for await (const event of sequence.streamEvents("x"))
      if (event.event === "on_chain_stream") break;
    log.push("next statement");
    expect(log).toHaveLength(4);
    expect(log.at(-1)).toBe("next statement");
  });

  it("cancels the run also from within its very first event", async () => {
    const recorder = createRecorder();
    let pulled = 0;
    const endless = new RunnableGenerator(async function* endless() {
      for (; ; pulled += 1) yield pulled;
    });
    const seen: string[] = [];
    endless
      .streamEvents("x", { callbacks: [recorder] })
      .pipe(take(1))
      .subscribe((event) => seen.push(event.event));
    await turns(10);
    expect(seen).toEqual(["on_chain_start"]);
    expect(pulled).toBe(0);
    expect(outline(recorder.events)).toEqual(["endless start", "endless cancel"]);
  });

  it.each([1, 2, 3, 4, 5, 6, 7])("obeys the laws after %d events of a map", async (count) => {
    const recorder = createRecorder();
    const map = RunnableParallel.from({
      now: (input: string) => input,
      later: child,
      more: new RunnableGenerator(async function* more() {
        yield* ["a", "b", "c"];
      }),
    });
    map
      .streamEvents("x", { callbacks: [recorder] })
      .pipe(take(count))
      .subscribe();
    await turns(30);
    expect(findViolations(recorder.events)).toEqual([]);
    expect(phasesOf(recorder.events, "RunnableParallel").at(-1)).toBe("cancel");
  });
});

describe("a root that ends while a child goes on", () => {
  it("leaves the child alone; its events go on to process-wide listeners", async () => {
    const everywhere = createRecorder();
    configure({ callbacks: [everywhere] });
    const gate = createDeferred();
    let wasAborted: boolean | undefined;
    const detached = RunnableLambda.from(async function detached(
      _input: string,
      { signal }: RunnableConfig,
    ) {
      await gate.promise;
      wasAborted = signal?.aborted;
      await dispatchCustomEvent("note", 1);
      throw new Error("nobody asked");
    });
    const root = RunnableLambda.from(function root(input: string) {
      void detached.invoke(input).catch(() => undefined);
      return "done";
    });
    const seen: string[] = [];
    const stream = root.streamEvents("x");
    for await (const event of stream) seen.push(`${event.name} ${event.event}`);
    expect(await stream.output).toBe("done");
    gate.resolve();
    await turns(5);
    expect(wasAborted).toBe(false);
    expect(seen).toEqual([
      "root on_chain_start",
      "detached on_chain_start",
      "root on_chain_stream",
      "root on_chain_end",
    ]);
    expect(phasesOf(everywhere.events, "detached")).toEqual(["start", "error"]);
    expect(everywhere.events.some(({ name }) => name === "note")).toBe(true);
    expect(findViolations(everywhere.events, { detached: ["detached"] })).toEqual([]);
  });

  it("leaves a stream alone that was begun in it", async () => {
    const everywhere = createRecorder();
    configure({ callbacks: [everywhere] });
    const gate = createDeferred();
    const detached = new RunnableGenerator(async function* detached() {
      yield 1;
      await gate.promise;
      yield 2;
    });
    let chunks: Promise<unknown[]> | undefined;
    const root = RunnableLambda.from(function root(input: string) {
      chunks = collect(detached.stream(input));
      return "done";
    });
    await collect(root.stream("x", { signal: new AbortController().signal }));
    gate.resolve();
    expect(await soon(chunks ?? Promise.resolve([]))).toEqual([1, 2]);
    expect(phasesOf(everywhere.events, "detached")).toEqual([
      "start",
      "stream 1",
      "stream 2",
      "end",
    ]);
  });
});

describe("many at once", () => {
  it.each([12, 1_000])(
    "%d branches, each with a listener on its signal, give no warning",
    async (count) => {
      const listening = RunnableLambda.from(async (input: string, { signal }: RunnableConfig) => {
        signal?.addEventListener("abort", () => undefined);
        await nextTurn();
        return input;
      });
      const keys = Array.from({ length: count }, (_, index) => `key${String(index)}`);
      const map = RunnableParallel.from(Object.fromEntries(keys.map((key) => [key, listening])));
      const { signal } = new AbortController();
      for (const config of [{}, { signal }]) {
        expect(Object.keys(await map.invoke("x", config))).toEqual(keys);
        expect(await collect(map.stream("x", config))).toHaveLength(count);
      }
      expect(Object.keys(await map.streamEvents("x", { signal }).output)).toHaveLength(count);
      expect(getEventListeners(signal, "abort")).toHaveLength(0);
    },
  );

  it("1,000 calls share one signal, as one listener on it, and all are cancelled by it", async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const waiting = RunnableLambda.from(
      (_input: string, config: RunnableConfig) =>
        new Promise((_resolve, reject) => {
          config.signal?.addEventListener("abort", () => {
            reject(new Error("aborted"));
          });
        }),
    );
    const calls = Array.from({ length: 1_000 }, (_, index) =>
      index % 2 === 0 ? waiting.invoke("x", { signal }) : collect(waiting.stream("x", { signal })),
    );
    await nextTurn();
    expect(getEventListeners(signal, "abort")).toHaveLength(1);
    controller.abort("enough");
    const outcomes = await Promise.allSettled(calls);
    expect(
      new Set(
        outcomes.map((outcome) => outcome.status === "rejected" && (outcome.reason as unknown)),
      ),
    ).toEqual(new Set(["enough"]));
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });
});

describe("a listener", () => {
  const steps = (): AnyRunnable =>
    RunnableLambda.from((input: string) => input).pipe(child) as AnyRunnable;
  const bad: readonly (readonly [string, CallbackHandler])[] = [
    [
      "throws",
      {
        on_event: () => {
          throw new Error("listener");
        },
      },
    ],
    [
      "rejects",
      {
        on_event: async () => {
          throw new Error("listener");
        },
      },
    ],
    ["hangs", { on_event: () => new Promise(() => undefined) }],
    [
      "throws, awaited",
      {
        awaited: true,
        on_event: () => {
          throw new Error("listener");
        },
      },
    ],
    [
      "rejects, awaited",
      {
        awaited: true,
        on_event: async () => {
          throw new Error("listener");
        },
      },
    ],
  ];

  it.each(bad)("that %s harms nobody", async (_what, handler) => {
    const before = createRecorder();
    const after = createRecorder();
    const config = { callbacks: [before, handler, after] };
    expect(await soon(steps().invoke("x", config))).toBe("x");
    expect(await soon(collect(steps().stream("x", config)))).toEqual(["x"]);
    const stream = steps().streamEvents("x", config);
    expect((await soon(collect(stream))).length).toBeGreaterThan(3);
    expect(await stream.output).toBe("x");
    expect(before.events).toEqual(after.events);
    for (const { events } of [before, after]) expect(findViolations(events)).toEqual([]);
    expect(warn.mock.calls.length).toBeLessThanOrEqual(1);
  });

  it("that throws as a subscriber harms nobody", async () => {
    const stream = steps().streamEvents("x");
    const seen: string[] = [];
    stream.subscribe(() => {
      throw new Error("subscriber");
    });
    stream.subscribe((event) => seen.push(event.event));
    stream.subscribe({
      complete: () => {
        throw new Error("subscriber");
      },
    });
    expect(await stream.output).toBe("x");
    expect(seen.length).toBeGreaterThan(3);
    const failing = RunnableLambda.from(() => {
      throw new Error("run");
    }).streamEvents("x");
    failing.subscribe({
      error: () => {
        throw new Error("subscriber");
      },
    });
    failing.subscribe(() => undefined);
    await expect(failing.output).rejects.toThrow("run");
  });

  it("that is registered twice, or in two places, is called once", async () => {
    const recorder = createRecorder();
    configure({ callbacks: [recorder] });
    const runnable = steps().withConfig({ callbacks: [recorder] });
    await runnable.invoke("x", { callbacks: [recorder, recorder] });
    await collect(runnable.streamEvents("x", { callbacks: [recorder] }));
    expect(findViolations(recorder.events)).toEqual([]);
    const ids = recorder.events.map(({ run_id, seq }) => `${run_id} ${String(seq)}`);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("that starts runs itself does not make them part of the run", async () => {
    const recorder = createRecorder();
    const inner = createRecorder();
    const handler: CallbackHandler = {
      on_chain_start: async ({ name }) => {
        if (name === "child")
          await RunnableLambda.from(function own() {
            return 1;
          }).invoke(1, { callbacks: [inner] });
      },
    };
    await steps().invoke("x", { callbacks: [handler, recorder] });
    expect(phasesOf(recorder.events, "own")).toEqual([]);
    expect(inner.events[0]?.parent_ids).toEqual([]);
    expect(findViolations(recorder.events)).toEqual([]);
  });
});

describe("streamEvents inside a run", () => {
  const inner = new RunnableGenerator(async function* inner() {
    yield "a";
    yield "b";
  }).pipe(child);

  const hosts: readonly (readonly [string, (body: () => Promise<string>) => AnyRunnable])[] = [
    [
      "lambda",
      (body) =>
        RunnableLambda.from(function host() {
          return body();
        }),
    ],
    [
      "tool",
      (body) =>
        tool(function host(_input: string) {
          return body();
        }),
    ],
  ];

  it.each(hosts)("shows each consumer its own subtree, once (%s)", async (_name, makeHost) => {
    const innerEvents: RunEvent[] = [];
    const host = makeHost(async () => {
      for await (const event of inner.streamEvents("x")) innerEvents.push(event);
      return "done";
    });
    const outerEvents: RunEvent[] = [];
    for await (const event of host.streamEvents("x")) outerEvents.push(event);
    expect(findViolations(outerEvents)).toEqual([]);
    expect(innerEvents).toEqual(outerEvents.filter(({ parent_ids }) => parent_ids.length > 0));
    expect(innerEvents.length).toBeGreaterThan(6);
    const host2 = makeHost(async () => await inner.streamEvents("x").output);
    expect(await soon(host2.streamEvents("x").output)).toBe("ab");
  });

  it("ends with what is around it when that is left", async () => {
    const recorder = createRecorder();
    const stuck = RunnableLambda.from(function stuck(_input: string, { signal }: RunnableConfig) {
      return new Promise((_resolve, reject) => {
        signal?.addEventListener("abort", () => {
          reject(new Error("aborted"));
        });
      });
    });
    const host = RunnableLambda.from(async function host(input: string) {
      for await (const _ of stuck.streamEvents(input)) continue;
    });
    for await (const event of host.streamEvents("x", { callbacks: [recorder] }))
      if (event.name === "stuck") break;
    expect(phasesOf(recorder.events, "stuck")).toEqual(["start", "cancel"]);
    expect(phasesOf(recorder.events, "host")).toEqual(["start", "cancel"]);
    expect(findViolations(recorder.events)).toEqual([]);
  });
});

describe("retry and fallbacks", () => {
  function flaky(
    failures: number,
    failAt: number,
  ): { runnable: Runnable<unknown, string>; attempts: () => number } {
    let attempts = 0;
    const runnable = new RunnableGenerator(async function* flaky() {
      attempts += 1;
      const fails = attempts <= failures;
      if (fails && failAt === 0) throw new Error(`failure ${String(attempts)}`);
      yield "a";
      if (fails) throw new Error(`failure ${String(attempts)}`);
      yield "b";
    });
    return { runnable, attempts: () => attempts };
  }
  const now = { delayMs: () => 0 };

  it("withRetry on a stream tries until the first chunk is out, and no longer", async () => {
    const before = flaky(2, 0);
    const recorder = createRecorder();
    expect(
      await collect(before.runnable.withRetry(now).stream("x", { callbacks: [recorder] })),
    ).toEqual(["a", "b"]);
    expect(before.attempts()).toBe(3);
    expect(findViolations(recorder.events)).toEqual([]);
    const tags = recorder.events
      .filter(({ event, name }) => event === "on_chain_start" && name === "flaky")
      .map((event) => event.tags);
    expect(tags).toEqual([[], ["retry:attempt:2"], ["retry:attempt:3"]]);
    const after = flaky(1, 1);
    const chunks: string[] = [];
    await expect(
      (async () => {
        for await (const chunk of after.runnable.withRetry(now).stream("x")) chunks.push(chunk);
      })(),
    ).rejects.toThrow("failure 1");
    expect(chunks).toEqual(["a"]);
    expect(after.attempts()).toBe(1);
  });

  it("withRetry gives a later attempt the input stream from its beginning", async () => {
    let attempts = 0;
    const source = new RunnableGenerator(async function* source() {
      yield* ["a", "b", "c"];
    });
    const second = new RunnableGenerator(async function* second(input: AsyncIterable<string>) {
      attempts += 1;
      const attempt = attempts;
      let seen = 0;
      for await (const chunk of input) {
        seen += 1;
        if (attempt < 3 && seen === attempt) throw new Error("again");
        if (attempt === 3) yield chunk;
      }
    });
    expect(await soon(collect(source.pipe(second.withRetry(now)).stream("x")))).toEqual([
      "a",
      "b",
      "c",
    ]);
  });

  it("withConfig on a retry keeps its limits", async () => {
    const { runnable, attempts } = flaky(9, 0);
    const retry = new RunnableRetry({ bound: runnable, stopAfterAttempt: 2, ...now }).withConfig({
      tags: ["t"],
    });
    await expect(retry.invoke("x")).rejects.toThrow("failure 2");
    expect(attempts()).toBe(2);
    await expect(collect(retry.withConfig({ runName: "again" }).stream("x"))).rejects.toThrow(
      "failure 4",
    );
    expect(attempts()).toBe(4);
  });

  it("fallbacks keep the output of the one that did it, and say the first failure when none does", async () => {
    const { runnable } = flaky(99, 0);
    const good = flaky(0, 0).runnable;
    const recorder = createRecorder();
    const stream = runnable
      .withFallbacks([runnable, good])
      .streamEvents("x", { callbacks: [recorder] });
    expect(await stream.output).toBe("ab");
    const end = recorder.events.at(-1);
    expect(end).toMatchObject({
      event: "on_chain_end",
      name: "RunnableWithFallbacks",
      data: { output: "ab" },
    });
    expect(await runnable.withFallbacks([good]).invoke("x")).toBe("ab");
    await expect(
      flaky(9, 0)
        .runnable.withFallbacks([flaky(9, 0).runnable])
        .invoke("x"),
    ).rejects.toThrow("failure 1");
    expect(findViolations(recorder.events)).toEqual([]);
  });
});

describe("what comes out", () => {
  const values: readonly unknown[] = [0, "", false, null, undefined, { input: 1 }, { output: 1 }];
  const places: readonly (readonly [
    string,
    (value: unknown) => Runnable<unknown, unknown>,
    string,
  ])[] = [
    ["a lambda", (value) => new RunnableLambda({ func: () => value, name: "subject" }), "subject"],
    [
      "an async lambda",
      (value) => new RunnableLambda({ func: async () => value, name: "subject" }),
      "subject",
    ],
    [
      "a generator",
      (value) =>
        new RunnableGenerator(async function* subject() {
          yield value;
        }),
      "subject",
    ],
    [
      "a tool",
      (value) =>
        tool(function subject() {
          return value;
        }) as Runnable<unknown, unknown>,
      "subject",
    ],
    [
      "a root branch",
      (value) => RunnableBranch.from([[() => true, () => value], () => "default"]),
      "RunnableBranch",
    ],
    [
      "a branch's default",
      (value) => RunnableBranch.from([[() => false, () => "no"], () => value]),
      "RunnableBranch",
    ],
    ["a passthrough", () => new RunnablePassthrough(), "RunnablePassthrough"],
    ["a retry", (value) => RunnableLambda.from(() => value).withRetry(), "RunnableRetry"],
    [
      "a nested lambda",
      (value) => RunnableLambda.from(() => RunnableLambda.from(() => value)),
      "RunnableLambda",
    ],
  ];

  it.each(places)("of %s is what went in, whatever its value", async (_name, build, name) => {
    for (const value of values) {
      const recorder = createRecorder();
      const config = { callbacks: [recorder] };
      const runnable = build(value);
      const nested = RunnableLambda.from((input: unknown) => input)
        .pipe(runnable)
        .pipe(new RunnablePassthrough());
      for (const subject of [runnable, nested]) {
        recorder.events.length = 0;
        expect(await subject.invoke(value, config)).toBe(value);
        expect(await collect(subject.stream(value, config))).toEqual([value]);
        expect(await subject.streamEvents(value, config).output).toBe(value);
        expect(findViolations(recorder.events)).toEqual([]);
        const ends = recorder.events.filter(
          (event) => event.name === name && event.event.endsWith("_end"),
        );
        expect(ends.length).toBeGreaterThanOrEqual(3);
        for (const { data } of ends) {
          expect(Object.keys(data as object)).toContain("output");
          expect((data as { readonly output: unknown }).output).toBe(value);
        }
        const starts = recorder.events.filter(
          ({ event, parent_ids }) => event.endsWith("_start") && parent_ids.length === 0,
        );
        for (const { data } of starts) expect(data).toStrictEqual({ input: value });
      }
    }
  });

  it("of a map keeps its keys, whatever their values", async () => {
    const branches = Object.fromEntries(
      values.map((value, index) => [`k${String(index)}`, () => value]),
    );
    const expected = Object.fromEntries(values.map((value, index) => [`k${String(index)}`, value]));
    const map = RunnableParallel.from(branches);
    expect(await map.invoke("x")).toStrictEqual(expected);
    expect(await map.streamEvents("x").output).toStrictEqual(expected);
    expect(Object.assign({}, ...(await collect(map.stream("x"))))).toStrictEqual(expected);
  });
});
