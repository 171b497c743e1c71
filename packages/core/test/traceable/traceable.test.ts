import {
  configure,
  EventStream,
  getCurrentRun,
  InvalidArgumentError,
  traceable,
} from "@rivulet/core";
import { linkSignal } from "@rivulet/core/runtime";
import { of, Subject } from "rxjs";
import { openRoot } from "../support/open-root.ts";
import { outline, phasesOf, recordEvents } from "../support/record-events.ts";
import { findViolations } from "../support/run-laws.ts";
import {
  collectUnhandled,
  collectWarnings,
  createDeferred,
  nextTurn,
  settleMicrotasks,
} from "../support/signals.ts";

const recorder = recordEvents();

beforeEach(() => {
  recorder.events.length = 0;
  configure({ callbacks: [recorder] });
});

afterEach(() => {
  configure({ callbacks: [], cancelTimeoutMs: 1_000, onListenerError: undefined });
});

function lastData(name: string): unknown {
  return recorder.events.filter((event) => event.name === name).at(-1)?.data;
}

describe("traceable around a function", () => {
  it.each([undefined, null, 0, "", false, { input: 1 }, { output: 1 }, [1, 2]])(
    "hands on the input and the output %p as they are",
    (value) => {
      const same = traceable((input: unknown) => input, { name: "same" });
      expect(same(value)).toBe(value);
      const [start, end] = recorder.events;
      expect(start?.data).toEqual({ input: value });
      expect(end?.data).toEqual({ output: value });
    },
  );

  it.each([undefined, null, 0, "", false, { output: 1 }])(
    "resolves with %p as it is",
    async (value) => {
      const same = traceable(async (input: unknown) => input, { name: "same" });
      await expect(same(value)).resolves.toBe(value);
      expect(lastData("same")).toEqual({ output: value });
    },
  );

  it("tells several arguments as a list, and none as an empty one", () => {
    traceable((one: number, two: number) => one + two)(1, 2);
    traceable(() => 1)();
    expect(
      recorder.events.filter(({ event }) => event === "on_chain_start").map(({ data }) => data),
    ).toEqual([{ input: [1, 2] }, { input: [] }]);
  });

  it("throws what the function throws, once told", () => {
    const failure = new Error("no");
    const fails = traceable(
      () => {
        throw failure;
      },
      { name: "fails", type: "tool" },
    );
    expect(() => fails()).toThrow(failure);
    expect(recorder.events.map(({ event }) => event)).toEqual(["on_tool_start", "on_tool_error"]);
    expect(lastData("fails")).toEqual({ error: failure });
  });

  it("rejects with what the promise rejects with, once told", async () => {
    const failure = new Error("no");
    const fails = traceable(async () => Promise.reject(failure), { name: "fails" });
    await expect(fails()).rejects.toBe(failure);
    expect(phasesOf(recorder.events, "fails")).toEqual(["start", "error"]);
  });

  it("keeps `this`, the name and the number of parameters", () => {
    const counter = {
      step: 2,
      add: traceable(function add(this: { step: number }, value: number) {
        return value + this.step;
      }),
    };
    expect(counter.add(1)).toBe(3);
    expect(counter.add.name).toBe("add");
    expect(counter.add).toHaveLength(1);
    expect(recorder.events[0]?.name).toBe("add");
  });

  it("calls a function without a name anonymous", () => {
    traceable(
      (
        () => () =>
          1
      )(),
    )();
    expect(recorder.events[0]?.name).toBe("anonymous");
  });

  it("gives its tags and metadata to the runs inside, own before inherited", () => {
    const inner = traceable(() => 1, {
      name: "inner",
      tags: ["b", "shared"],
      metadata: { who: "inner", b: 2 },
    });
    traceable(() => inner(), {
      name: "outer",
      tags: ["a", "shared"],
      metadata: { who: "outer", a: 1 },
    })();
    const start = recorder.events.find((event) => event.name === "inner");
    expect(start?.tags).toEqual(["b", "shared", "a"]);
    expect(start?.metadata).toEqual({ who: "inner", a: 1, b: 2 });
  });

  it.each([
    ["no function", () => traceable(5 as never)],
    ["an unknown type", () => traceable(() => 1, { type: "graph" as never })],
    ["an empty name", () => traceable(() => 1, { name: "" })],
    ["a name that is no string", () => traceable(() => 1, { name: 5 as never })],
    ["tags that are no list", () => traceable(() => 1, { tags: "abc" as never })],
    ["tags that are no strings", () => traceable(() => 1, { tags: [1] as never })],
    ["metadata that is no object", () => traceable(() => 1, { metadata: "abc" as never })],
    ["metadata that is a list", () => traceable(() => 1, { metadata: [] as never })],
    ["metadata that is null", () => traceable(() => 1, { metadata: null as never })],
  ])("refuses %s at once", (_what, make) => {
    expect(make).toThrow(InvalidArgumentError);
  });

  it("leaves a promise rejection to its caller while an awaited listener holds the run", async () => {
    const work = createDeferred();
    configure({ callbacks: [{ on_chain_start: () => work.promise, awaited: true }] });
    const failure = new Error("early");
    let outcome: Promise<unknown> | undefined;
    const unhandled = await collectUnhandled(async () => {
      outcome = traceable(() => Promise.reject(failure))();
      outcome.catch(() => undefined);
      await nextTurn();
    });
    expect(unhandled).toEqual([]);
    work.resolve();
    await expect(outcome).rejects.toBe(failure);
  });

  it("waits for awaited listeners after its end, for as long as nothing cancels it", async () => {
    const work = createDeferred();
    configure({ callbacks: [{ on_chain_end: () => work.promise, awaited: true }] });
    let isDone = false;
    const call = traceable(async () => 5)().then((value) => {
      isDone = true;
      return value;
    });
    await nextTurn();
    expect(isDone).toBe(false);
    work.resolve();
    await expect(call).resolves.toBe(5);
  });

  it("is let go by a cancellation while an awaited listener hangs after its end", async () => {
    const root = openRoot([{ on_tool_end: () => createDeferred().promise, awaited: true }]);
    const call = root.enter(() => traceable(async () => 5, { type: "tool" })());
    await nextTurn();
    root.scope.cancel("stop");
    await expect(call).resolves.toBe(5);
  });

  it("waits for an awaited listener of its end before a generator's last answer", async () => {
    const work = createDeferred();
    configure({ callbacks: [{ on_chain_end: () => work.promise, awaited: true }] });
    let isDone = false;
    const end = traceable(async function* () {})()
      .next()
      .then(() => {
        isDone = true;
      });
    await nextTurn();
    expect(isDone).toBe(false);
    work.resolve();
    await end;
  });
});

describe("traceable around a generator", () => {
  it("ends with its return value where there is one, and hands values in", async () => {
    const echo = traceable(
      async function* (): AsyncGenerator<string, string, string> {
        const first = yield "?";
        return `got ${first}`;
      },
      { name: "echo" },
    );
    const iterator = echo();
    await iterator.next("ignored");
    expect(await iterator.next("this")).toEqual({ done: true, value: "got this" });
    expect(lastData("echo")).toEqual({ output: "got this" });
    expect(await iterator.next("more")).toEqual({ done: true, value: undefined });
    expect(await iterator.return("late")).toEqual({ done: true, value: "late" });
  });

  it("tells the return value of a synchronous generator as its output", () => {
    const iterator = traceable(
      function* () {
        yield 1;
        return "whole";
      },
      { name: "now" },
    )();
    expect([iterator.next(), iterator.next()]).toEqual([
      { done: false, value: 1 },
      { done: true, value: "whole" },
    ]);
    expect(lastData("now")).toEqual({ output: "whole" });
  });

  it("has one end where a synchronous generator returns itself", () => {
    const iterator: Generator<number> = traceable(
      function* (): Generator<number> {
        iterator.return(undefined);
        yield 1;
      },
      { name: "body" },
    )();
    expect(() => iterator.next()).toThrow(TypeError);
    expect(phasesOf(recorder.events, "body")).toEqual(["start", "cancel"]);
  });

  it("returns what return() was given", async () => {
    const iterator = traceable(async function* (): AsyncGenerator<number, string> {
      yield 1;
      return "end";
    })();
    await iterator.next();
    expect(await iterator.return("left")).toEqual({ done: true, value: "left" });
    const sync = traceable(function* (): Generator<number, string> {
      yield 1;
      return "end";
    })();
    sync.next();
    expect(sync.return("left")).toEqual({ done: true, value: "left" });
    expect(sync.return("again")).toEqual({ done: true, value: "again" });
    expect(sync.next()).toEqual({ done: true, value: undefined });
  });

  it.each(["async", "sync"])("hands an error in by throw() (%s)", async (kind) => {
    const seen: unknown[] = [];
    const asyncBody = traceable(
      async function* () {
        try {
          yield 1;
        } catch (error) {
          seen.push(error);
          yield 2;
        }
      },
      { name: "catches" },
    );
    const syncBody = traceable(
      function* () {
        try {
          yield 1;
        } catch (error) {
          seen.push(error);
          yield 2;
        }
      },
      { name: "catches" },
    );
    const iterator = kind === "async" ? asyncBody() : syncBody();
    await iterator.next();
    expect(await iterator.throw("thrown in")).toEqual({ done: false, value: 2 });
    await iterator.next();
    expect(seen).toEqual(["thrown in"]);
    expect(phasesOf(recorder.events, "catches")).toEqual(["start", "stream 1", "stream 2", "end"]);
  });

  it.each(["async", "sync"])(
    "fails when throw() is not caught, and rethrows after the end (%s)",
    async (kind) => {
      const asyncBody = traceable(
        async function* () {
          yield 1;
        },
        { name: "body" },
      );
      const syncBody = traceable(
        function* () {
          yield 1;
        },
        { name: "body" },
      );
      const iterator = kind === "async" ? asyncBody() : syncBody();
      await iterator.next();
      const throwIn = async (): Promise<unknown> => iterator.throw("thrown in");
      await expect(throwIn()).rejects.toBe("thrown in");
      await expect(throwIn()).rejects.toBe("thrown in");
      expect(phasesOf(recorder.events, "body")).toEqual(["start", "stream 1", "error"]);
    },
  );

  it.each(["async", "sync"])(
    "throws into a generator that has not begun without a run (%s)",
    async (kind) => {
      const asyncBody = traceable(async function* () {
        yield 1;
      });
      const syncBody = traceable(function* () {
        yield 1;
      });
      const iterator = kind === "async" ? asyncBody() : syncBody();
      await expect((async () => iterator.throw("thrown in"))()).rejects.toBe("thrown in");
      expect(recorder.events).toEqual([]);
    },
  );

  it("cancels an iterator without throw() when an error is thrown in", async () => {
    const returned: unknown[] = [];
    const iterator = traceable(
      () => ({
        next: async () => ({ done: false as const, value: 1 }),
        return: async (value: unknown) => {
          returned.push(value);
          return { done: true as const, value: undefined };
        },
        [Symbol.asyncIterator]() {
          return this;
        },
      }),
      { name: "body" },
    )() as unknown as AsyncGenerator<number>;
    await iterator[Symbol.asyncIterator]().next();
    await expect(iterator[Symbol.asyncIterator]().throw("thrown in")).rejects.toBe("thrown in");
    expect(returned).toEqual([undefined]);
    expect(phasesOf(recorder.events, "body")).toEqual(["start", "stream 1", "cancel"]);
  });

  it("is closed by the disposal symbols", async () => {
    const dispose = Symbol.dispose as symbol | undefined;
    if (dispose === undefined) return;
    const sync = traceable(
      function* () {
        yield 1;
      },
      { name: "sync" },
    )();
    sync.next();
    sync[Symbol.dispose]();
    const later = traceable(
      async function* () {
        yield 1;
      },
      { name: "later" },
    )();
    await later.next();
    await later[Symbol.asyncDispose]();
    expect(phasesOf(recorder.events, "sync").at(-1)).toBe("cancel");
    expect(phasesOf(recorder.events, "later").at(-1)).toBe("cancel");
  });

  it("tells the failure of a finally block to the consumer that leaves, and the run as cancelled", async () => {
    const failure = new Error("cleanup");
    const body = traceable(
      async function* () {
        try {
          yield 1;
        } finally {
          await Promise.reject(failure);
        }
      },
      { name: "body" },
    );
    const iterator = body();
    await iterator.next();
    await expect(iterator.return(undefined)).rejects.toBe(failure);
    expect(phasesOf(recorder.events, "body")).toEqual(["start", "stream 1", "cancel"]);
  });

  it("keeps the failure of a finally block from a scope that is cancelled", () => {
    const root = openRoot();
    const fail = (): never => {
      throw new Error("cleanup");
    };
    const iterator = root.enter(() => {
      const body = traceable(
        function* () {
          try {
            yield 1;
          } finally {
            fail();
          }
        },
        { name: "body" },
      )();
      body.next();
      return body;
    });
    root.scope.cancel("stop");
    expect(() => iterator.next()).toThrow("stop");
    expect(phasesOf(recorder.events, "body")).toEqual(["start", "stream 1", "cancel"]);
  });

  it("ends a synchronous generator that cancels its own surroundings", () => {
    const root = openRoot();
    let reason: unknown;
    root.enter(() => {
      try {
        for (const _ of traceable(
          function* () {
            yield 1;
            root.scope.cancel("from inside");
            yield 2;
          },
          { name: "body" },
        )());
      } catch (error) {
        reason = error;
      }
    });
    expect(reason).toBe("from inside");
    expect(phasesOf(recorder.events, "body")).toEqual(["start", "stream 1", "cancel"]);
  });

  it("lets an early return() of an iterator that has none answer for itself", async () => {
    const bare = { next: async () => ({ done: false as const, value: 1 }) };
    const iterable = traceable(
      () => ({ [Symbol.asyncIterator]: (): AsyncIterator<number> => bare }),
      { name: "body" },
    )();
    const iterator = iterable[Symbol.asyncIterator]();
    await iterator.next();
    expect(await iterator.return?.("left")).toEqual({ done: true, value: "left" });
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
    expect(phasesOf(recorder.events, "body")).toEqual(["start", "stream 1", "cancel"]);
  });

  it("takes iterators that answer without promises, as for await does", async () => {
    let count = 0;
    const source = {
      next: () => ({ done: count === 2, value: (count += 1) }),
      return: () => ({ done: true, value: undefined }),
    };
    const iterable = traceable(
      () => ({ [Symbol.asyncIterator]: () => source as unknown as AsyncIterator<number> }),
      { name: "body" },
    );
    const seen: number[] = [];
    for await (const value of iterable()) seen.push(value);
    expect(seen).toEqual([1, 2]);
    for await (const _ of iterable()) break;
    expect(phasesOf(recorder.events, "body")).toEqual([
      "start",
      "stream 1",
      "stream 2",
      "end",
      "start",
      "stream 4",
      "cancel",
    ]);
  });

  it("resolves what is still pending when the consumer leaves, as done", async () => {
    const gate = createDeferred();
    const iterator = traceable(async function* () {
      await gate.promise;
      yield 1;
    })();
    const unhandled = await collectUnhandled(async () => {
      const pending = iterator.next();
      const leaving = iterator.return(undefined);
      gate.resolve();
      await leaving;
      expect(await pending).toEqual({ done: true, value: undefined });
    });
    expect(unhandled).toEqual([]);
  });

  it("answers concurrent next() calls in order", async () => {
    const iterator = traceable(
      async function* () {
        yield 1;
        yield 2;
      },
      { name: "body" },
    )();
    const answers = await Promise.all([
      iterator.next(),
      iterator.next(),
      iterator.next(),
      iterator.next(),
    ]);
    expect(answers.map(({ value }) => value)).toEqual([1, 2, undefined, undefined]);
    expect(findViolations(recorder.events)).toEqual([]);
  });

  it("traces a traced generator that another traced function returns, also when it is read by hand", async () => {
    const inner = traceable(
      async function* () {
        yield 1;
      },
      { name: "inner" },
    );
    const outer = traceable(async () => inner(), { name: "outer" });
    const iterator = await outer();
    await iterator.next();
    await iterator.next();
    expect(outline(recorder.events)).toEqual([
      "outer start",
      "inner start",
      "inner stream 1",
      "outer stream 1",
      "inner end",
      "outer end",
    ]);
    expect(findViolations(recorder.events)).toEqual([]);
  });
});

describe("traceable around an object with values", () => {
  it("keeps what the object has beside its values", async () => {
    class Page {
      readonly #title = "first";
      readonly size = 2;
      get title(): string {
        return this.#title;
      }
      describe(): string {
        return `${this.#title} of ${String(this.size)}`;
      }
      async *[Symbol.asyncIterator](): AsyncGenerator<number> {
        yield 1;
      }
    }
    const page = traceable(() => new Page(), { name: "page" })();
    expect(page).toBeInstanceOf(Page);
    expect([page.title, page.size, page.describe()]).toEqual(["first", 2, "first of 2"]);
    for await (const _ of page);
    for await (const _ of page);
    expect(phasesOf(recorder.events, "page")).toEqual(["start", "stream 1", "end"]);
  });

  it("hides nothing that the object has not", () => {
    const source = {
      next: async () => ({ done: true as const, value: undefined }),
      [Symbol.asyncIterator]() {
        return this;
      },
    };
    const traced = traceable(() => source)() as AsyncIterator<unknown>;
    expect(traced.return).toBeUndefined();
  });

  it("ends the run of one that nobody reads when its surroundings are cancelled", () => {
    const root = openRoot();
    root.enter(() =>
      traceable(
        () => ({
          async *[Symbol.asyncIterator]() {
            yield 1;
          },
        }),
        { name: "unread" },
      )(),
    );
    root.scope.cancel("stop");
    expect(phasesOf(recorder.events, "unread")).toEqual(["start", "cancel"]);
  });
});

describe("traceable around a web stream", () => {
  it("pulls one chunk at a time, and cancels the source at once while a chunk is waited for", async () => {
    let pulled = 0;
    let isCancelled = false;
    const source = new ReadableStream<number>(
      {
        pull(controller) {
          pulled += 1;
          if (pulled === 1) controller.enqueue(1);
        },
        cancel() {
          isCancelled = true;
        },
      },
      { highWaterMark: 0 },
    );
    const stream = traceable(() => source, { name: "body" })();
    expect(pulled).toBe(0);
    const reader = stream.getReader();
    await reader.read();
    const pending = reader.read();
    await settleMicrotasks();
    await reader.cancel();
    expect(isCancelled).toBe(true);
    expect(await pending).toEqual({ done: true, value: undefined });
    expect(phasesOf(recorder.events, "body")).toEqual(["start", "stream 1", "cancel"]);
    expect(source.locked).toBe(false);
  });

  it("cancels a source that was never read", async () => {
    const cancel = jest.fn();
    const stream = traceable(() => new ReadableStream({ cancel }, { highWaterMark: 0 }))();
    await stream.cancel();
    expect(cancel).toHaveBeenCalledTimes(1);
  });
});

describe("traceable around an observable", () => {
  it("tells the first subscription only", () => {
    const source = traceable(() => of(1, 2), { name: "body" })();
    const seen: number[] = [];
    source.subscribe((value) => seen.push(value));
    source.subscribe((value) => seen.push(value));
    expect(seen).toEqual([1, 2, 1, 2]);
    expect(phasesOf(recorder.events, "body")).toEqual(["start", "stream 1", "stream 2", "end"]);
  });

  it("errors a later subscriber with the reason of a cancellation that came before, without the source", () => {
    const root = openRoot();
    const subscribed = jest.fn();
    const source = root.enter(() =>
      traceable(
        () => {
          const subject = new Subject<number>();
          jest.spyOn(subject, "subscribe").mockImplementation(subscribed);
          return subject;
        },
        { name: "body" },
      )(),
    );
    root.scope.cancel("stop");
    const error = jest.fn();
    source.subscribe({ error });
    expect(error.mock.calls).toEqual([["stop"]]);
    expect(subscribed).not.toHaveBeenCalled();
    expect(phasesOf(recorder.events, "body")).toEqual(["start", "cancel"]);
  });

  it("calls the subscriber in its own context, and the source in that of the run", () => {
    const seen: (string | undefined)[] = [];
    const note = (): void => {
      seen.push(getCurrentRun()?.name);
    };
    traceable(
      () => {
        traceable(
          () =>
            of(1).pipe((source) => {
              note();
              return source;
            }),
          { name: "source" },
        )().subscribe({ next: note, complete: note });
      },
      { name: "consumer" },
    )();
    expect(seen).toEqual(["source", "consumer", "consumer"]);
  });

  it("has one end when a listener of the end makes the subscriber leave", () => {
    configure({
      callbacks: [
        recorder,
        {
          on_chain_end: () => {
            subscription.unsubscribe();
          },
        },
      ],
    });
    const subject = new Subject<number>();
    const subscription = traceable(() => subject, { name: "body" })().subscribe();
    subject.complete();
    expect(phasesOf(recorder.events, "body")).toEqual(["start", "end"]);
  });

  it("ignores values that a source pushes after its subscriber was cancelled", () => {
    const root = openRoot();
    const subject = new Subject<number>();
    root.enter(() =>
      traceable(() => subject, { name: "body" })().subscribe({
        error: () => {
          subject.next(9);
        },
      }),
    );
    subject.next(1);
    root.scope.cancel("stop");
    expect(phasesOf(recorder.events, "body")).toEqual(["start", "stream 1", "cancel"]);
  });
});

describe("runs inside runs that are cancelled", () => {
  it("end before the runs around them, also where no body heeds its signal", async () => {
    jest.useFakeTimers({ doNotFake: ["setImmediate", "performance"] });
    const root = openRoot();
    const never = new Promise<never>(() => undefined);
    const inner = traceable(() => never, { name: "inner" });
    const middle = traceable(() => inner(), { name: "middle" });
    const call = root
      .enter(() => traceable(() => middle(), { name: "outer" })())
      .catch((error: unknown) => error);
    root.scope.cancel("stop");
    await jest.advanceTimersByTimeAsync(1_000);
    jest.useRealTimers();
    expect(await call).toBe("stop");
    expect(outline(recorder.events).slice(-3)).toEqual([
      "inner cancel",
      "middle cancel",
      "outer cancel",
    ]);
  });

  it("leave a child alone that was started and forgotten by a root which ended", async () => {
    const gate = createDeferred();
    let signal: AbortSignal | undefined;
    const child = traceable(
      async () => {
        signal = getCurrentRun()?.signal;
        await gate.promise;
        return "late";
      },
      { name: "child" },
    );
    const unhandled = await collectUnhandled(async () => {
      await traceable(
        async () => {
          void child();
        },
        { name: "parent" },
      )();
      expect(phasesOf(recorder.events, "parent")).toEqual(["start", "end"]);
      gate.resolve();
      await nextTurn();
    });
    expect(unhandled).toEqual([]);
    expect(signal?.aborted).toBe(false);
    expect(phasesOf(recorder.events, "child")).toEqual(["start", "end"]);
    expect(findViolations(recorder.events)).toEqual([]);
  });

  it("gives the reason to the signal that a body listens to, and takes its late result for nothing", async () => {
    const root = openRoot();
    const call = root.enter(() =>
      traceable(
        () =>
          new Promise<string>((resolve) => {
            getCurrentRun()?.signal.addEventListener("abort", () => {
              resolve("late");
            });
          }),
        { name: "body" },
      )(),
    );
    root.scope.cancel("stop");
    await expect(call).rejects.toBe("stop");
    expect(phasesOf(recorder.events, "body")).toEqual(["start", "cancel"]);
  });

  it("let 1,000 branches listen without a warning", async () => {
    const root = openRoot();
    linkSignal(root.scope, new AbortController().signal);
    const branch = traceable(async () => {
      getCurrentRun()?.signal.addEventListener("abort", () => undefined);
      root.run.signal.addEventListener("abort", () => undefined);
    });
    const branches = (): Promise<unknown> =>
      Promise.all(Array.from({ length: 1_000 }, () => branch()));
    expect(await collectWarnings(() => root.enter(branches))).toEqual([]);
  });
});

it("gives an event stream of its own to each consumer of a nested one, once", async () => {
  const seen: string[] = [];
  const traced = traceable(async () => "value", { name: "inner" });
  await traceable(
    async () => {
      const stream = new EventStream<string>({
        start: async (callbacks) => {
          const root = openRoot(callbacks);
          const output = await root.enter(() => traced());
          root.run.end(output);
          return output;
        },
      });
      for await (const event of stream) seen.push(`${event.name} ${event.event}`);
    },
    { name: "outer" },
  )();
  expect(seen).toEqual([
    "root on_chain_start",
    "inner on_chain_start",
    "inner on_chain_end",
    "root on_chain_end",
  ]);
  const outer = recorder.events.filter((event) => event.name === "inner");
  expect(outer).toHaveLength(2);
  expect(outer[0]?.parent_ids).toHaveLength(2);
});
