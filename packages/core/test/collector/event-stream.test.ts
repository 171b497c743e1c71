import {
  configure,
  contextOf,
  EventStream,
  InvalidArgumentError,
  RunCancelledError,
  traceable,
  type EventStreamSource,
  type RunEvent,
} from "@rivulet/core";
import { callInRun, CancelScope, startRun } from "@rivulet/core/runtime";
import {
  firstValueFrom,
  from,
  lastValueFrom,
  map,
  Observable,
  take,
  takeWhile,
  toArray,
} from "rxjs";
import { outline } from "../support/record-events.ts";
import { findViolations } from "../support/run-laws.ts";
import { collectUnhandled, createDeferred, nextTurn } from "../support/signals.ts";
import { streamOf } from "../support/stream-of.ts";

const count = traceable(
  async function* (limit: number) {
    for (let index = 1; index <= limit; index += 1) yield index;
  },
  { name: "count" },
);

async function consume(iterable: AsyncIterable<unknown>): Promise<number> {
  let size = 0;
  for await (const _ of iterable) size += 1;
  return size;
}

async function readAll<Value>(iterable: AsyncIterable<Value>): Promise<Value[]> {
  const values: Value[] = [];
  for await (const value of iterable) values.push(value);
  return values;
}

const reported: unknown[] = [];

beforeEach(() => {
  reported.length = 0;
  configure({
    onListenerError: (error) => {
      reported.push(error);
    },
  });
});

afterEach(() => {
  configure({ onListenerError: undefined, cancelTimeoutMs: 1_000 });
  jest.restoreAllMocks();
});

describe("an event stream", () => {
  it("starts with its first consumer, whatever that is", async () => {
    for (const begin of [
      (stream: EventStream<number>) => stream.subscribe(),
      (stream: EventStream<number>) => stream[Symbol.asyncIterator](),
      (stream: EventStream<number>) => stream.output,
    ]) {
      const { stream, starts } = streamOf(() => 1);
      await nextTurn();
      expect(starts()).toBe(0);
      void begin(stream);
      await nextTurn();
      expect(starts()).toBe(1);
    }
  });

  it("is one run for all consumers; those of one tick see every event", async () => {
    const { stream, starts } = streamOf(() => consume(count(2)));
    const [events, all, output] = await Promise.all([
      readAll(stream),
      lastValueFrom(stream.pipe(toArray())),
      stream.output,
    ]);
    expect(starts()).toBe(1);
    expect(output).toBe(2);
    expect(outline(events)).toEqual([
      "root start",
      "count start",
      "count stream 1",
      "count stream 2",
      "count end",
      "root end",
    ]);
    expect(all).toEqual(events);
    expect(findViolations(events)).toEqual([]);
  });

  it("shows a later consumer what follows, also when only the output was asked for before", async () => {
    const gate = createDeferred();
    const { stream } = streamOf(async (run) => {
      await gate.promise;
      run.stream(1);
    });
    void stream.output;
    await nextTurn();
    const later = readAll(stream);
    gate.resolve();
    expect(outline(await later)).toEqual(["root stream 1", "root end"]);
  });

  it("has an end for consumers that come after it", async () => {
    const done = streamOf(() => 1).stream;
    expect(await done.output).toBe(1);
    expect(await readAll(done)).toEqual([]);
    const complete = jest.fn();
    done.subscribe({ complete });
    expect(complete).toHaveBeenCalledTimes(1);
    expect(await done.output).toBe(1);

    const failure = new Error("no");
    const failed = streamOf(() => {
      throw failure;
    }).stream;
    await expect(readAll(failed)).rejects.toBe(failure);
    await expect(readAll(failed)).rejects.toBe(failure);
    await expect(failed.output).rejects.toBe(failure);
    const error = jest.fn();
    failed.subscribe({ error });
    expect(error.mock.calls).toEqual([[failure]]);
  });

  it("brings a failure to every consumer once, and to nobody who did not ask", async () => {
    const failure = new Error("no");
    const { stream } = streamOf(() => {
      throw failure;
    });
    const error = jest.fn();
    const unhandled = await collectUnhandled(async () => {
      stream.subscribe({ error });
      stream.subscribe(() => undefined);
      const loop = stream[Symbol.asyncIterator]();
      await loop.next();
      await loop.next();
      await expect(loop.next()).rejects.toBe(failure);
      expect(await loop.next()).toEqual({ done: true, value: undefined });
      void stream.output;
    });
    expect(error.mock.calls).toEqual([[failure]]);
    expect(unhandled).toEqual([]);
    expect(reported).toEqual([]);
  });

  it("takes an output that is given at once, as JavaScript may", async () => {
    const source = { start: () => 1 } as unknown as EventStreamSource<number>;
    const unhandled = await collectUnhandled(async () => {
      const stream = new EventStream(source);
      await expect(stream.output).resolves.toBe(1);
      expect(await consume(stream)).toBe(0);
    });
    expect(unhandled).toEqual([]);
  });

  it("refuses wrong options at once", () => {
    const source = { start: async () => 1 };
    for (const highWaterMark of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, "64"]) {
      expect(() => new EventStream(source, { highWaterMark: highWaterMark as number })).toThrow(
        InvalidArgumentError,
      );
    }
    expect(() => new EventStream(source, { filter: { includeTypes: ["graph" as never] } })).toThrow(
      InvalidArgumentError,
    );
  });

  it("chooses and shapes events", async () => {
    const stream = new EventStream<number, { readonly label: string }>(
      streamSource(() => consume(count(2))),
      {
        filter: { includeNames: ["count"] },
        project: (event: RunEvent) =>
          event.event === "on_chain_stream" ? { label: `#${String(event.data.chunk)}` } : undefined,
      },
    );
    expect(await readAll(stream)).toEqual([{ label: "#1" }, { label: "#2" }]);
  });

  it("is cancelled with the scope around it", async () => {
    const parentScope = new CancelScope();
    const never = new Promise<never>(() => undefined);
    configure({ cancelTimeoutMs: 0 });
    const stream = new EventStream({ ...streamSource(() => never), parentScope });
    const reading = readAll(stream);
    await nextTurn();
    parentScope.cancel("outer");
    await expect(reading).rejects.toBe("outer");
  });
});

function streamSource<Output>(body: () => Output | PromiseLike<Output>): EventStreamSource<Output> {
  return {
    start: (callbacks, scope) => {
      const context = contextOf(callbacks).withScope(scope);
      return callInRun(startRun(context, { type: "chain", name: "root", scope }), body);
    },
  };
}

describe("leaving an event stream", () => {
  it("by break cancels the run; its finally blocks have run before the next statement", async () => {
    const order: string[] = [];
    const body = traceable(
      async function* () {
        try {
          yield 1;
          yield 2;
        } finally {
          await nextTurn();
          order.push("finally");
        }
      },
      { name: "body" },
    );
    const { stream, run } = streamOf(() => consume(body()));
    for await (const event of stream) if (event.event === "on_chain_stream") break;
    order.push("next statement");
    expect(order).toEqual(["finally", "next statement"]);
    expect(run().scope.reason).toBeInstanceOf(RunCancelledError);
    await expect(stream.output).rejects.toBeInstanceOf(RunCancelledError);
  });

  it("by the last unsubscribe cancels the run, by an earlier one does not", async () => {
    configure({ cancelTimeoutMs: 0 });
    const { stream, run } = streamOf(() => new Promise<never>(() => undefined));
    const subscriptions = [stream.subscribe(), stream.subscribe()] as const;
    const loop = stream[Symbol.asyncIterator]();
    await nextTurn();
    subscriptions[0].unsubscribe();
    subscriptions[0].unsubscribe();
    subscriptions[1].unsubscribe();
    expect(run().scope.isCancelled).toBe(false);
    const leaving = loop.return?.();
    expect(run().scope.isCancelled).toBe(true);
    await leaving;
  });

  it("does not cancel a run whose output was asked for", async () => {
    const gate = createDeferred();
    const { stream } = streamOf(async () => {
      await gate.promise;
      return "whole";
    });
    const { output } = stream;
    for await (const _ of stream) break;
    stream.subscribe().unsubscribe();
    gate.resolve();
    expect(await output).toBe("whole");
  });

  it("does not wait for a run that others still follow, however often it is left", async () => {
    const gate = createDeferred();
    const { stream } = streamOf(() => gate.promise);
    stream.subscribe();
    const loop = stream[Symbol.asyncIterator]();
    await loop.next();
    await loop.return?.();
    await loop.return?.();
    gate.resolve();
    await stream.output;
    await loop.return?.();
  });

  it("before it started leaves it unstarted, and it can be started later", async () => {
    const { stream, starts } = streamOf(() => 1);
    stream.subscribe().unsubscribe();
    await stream[Symbol.asyncIterator]().return?.();
    await nextTurn();
    expect(starts()).toBe(0);
    expect(await stream.output).toBe(1);
  });

  it("from within an event leaves one terminal event", async () => {
    for (const last of ["on_chain_start", "on_chain_end"]) {
      const ended = createDeferred();
      const seen: string[] = [];
      const { stream } = streamOf(() => 1);
      stream.pipe(takeWhile(({ event }) => event !== last, true)).subscribe({
        next: ({ event }) => seen.push(event),
        complete: ended.resolve,
      });
      await ended.promise;
      await nextTurn();
      expect(seen.at(-1)).toBe(last);
    }
  });
});

describe("a slow for await loop", () => {
  it.each([1, 2, 5, 64])(
    "holds the producer within %i events and one burst",
    async (highWaterMark) => {
      let produced = 0;
      const body = traceable(
        async function* () {
          for (; produced < 1_000; produced += 1) yield produced;
        },
        { name: "body" },
      );
      const { stream } = streamOf(() => consume(body()), { highWaterMark });
      let consumed = 0;
      for await (const _ of stream) {
        consumed += 1;
        for (let turn = 0; turn < 3; turn += 1) await nextTurn();
        expect(produced - consumed).toBeLessThanOrEqual(highWaterMark + 1);
        if (consumed === 200) break;
      }
    },
  );

  it("drops nothing", async () => {
    const { stream } = streamOf(() => consume(count(500)), { highWaterMark: 3 });
    const chunks: unknown[] = [];
    for await (const event of stream) {
      if (event.event === "on_chain_stream") chunks.push(event.data.chunk);
      if (chunks.length % 7 === 0) await nextTurn();
    }
    expect(chunks).toEqual(Array.from({ length: 500 }, (_, index) => index + 1));
  });

  it("that leaves lets the producer go on for the others", async () => {
    const { stream } = streamOf(() => consume(count(500)), { highWaterMark: 2 });
    const slow = stream[Symbol.asyncIterator]();
    const { output } = stream;
    await slow.next();
    await nextTurn();
    await slow.return?.();
    expect(await output).toBe(500);
  });

  it("reads what is queued before a failure", async () => {
    const failure = new Error("no");
    const { stream } = streamOf((run) => {
      run.stream(1);
      throw failure;
    });
    const loop = stream[Symbol.asyncIterator]();
    const { output } = stream;
    await output.catch(() => undefined);
    const seen: unknown[] = [];
    await expect(
      (async () => {
        for (;;) {
          const { done, value } = await loop.next();
          if (done === true) return;
          seen.push(value.event);
        }
      })(),
    ).rejects.toBe(failure);
    expect(seen).toEqual(["on_chain_start", "on_chain_stream", "on_chain_error"]);
  });
});

describe("a subscriber that fails", () => {
  const failure = new Error("subscriber");

  const failing: readonly (readonly [string, () => unknown])[] = [
    [
      "throws",
      () => {
        throw failure;
      },
    ],
    ["rejects", async () => Promise.reject(failure)],
  ];

  it.each(failing)(
    "%s is reported; the process, the run and the others live",
    async (_how, next) => {
      const { stream } = streamOf(() => consume(count(2)));
      const other: RunEvent[] = [];
      const unhandled = await collectUnhandled(async () => {
        stream.subscribe(next);
        stream.subscribe((event) => {
          other.push(event);
        });
        expect(await stream.output).toBe(2);
      });
      expect(unhandled).toEqual([]);
      expect(other).toHaveLength(6);
      expect(reported).toEqual(Array.from({ length: 6 }, () => failure));
    },
  );

  it("throws behind an operator, in complete and in error: reported as well", async () => {
    const unhandled = await collectUnhandled(async () => {
      const good = streamOf(() => 1).stream;
      good.pipe(take(1)).subscribe({
        complete: () => {
          throw failure;
        },
      });
      good.pipe(map((event) => event.name)).subscribe(() => {
        throw failure;
      });
      await good.output;
      const bad = streamOf(() => {
        throw new Error("run");
      }).stream;
      bad.subscribe(undefined, () => {
        throw failure;
      });
      bad.subscribe(undefined, undefined, () => undefined);
      bad.subscribe(null);
      await bad.output.catch(() => undefined);
    });
    expect(unhandled).toEqual([]);
    expect(reported).toEqual([failure, failure, failure, failure]);
  });

  it("has an operator that throws: reported where there is no error callback, else told", async () => {
    const { stream } = streamOf(() => 1);
    const broken = stream.pipe(
      map((): never => {
        throw failure;
      }),
      map((value) => value),
    );
    const error = jest.fn();
    broken.subscribe();
    broken.subscribe({ error });
    await stream.output;
    expect(reported).toEqual([failure]);
    expect(error.mock.calls).toEqual([[failure]]);
  });

  it("is warned of once by default, each for itself", async () => {
    configure({ onListenerError: undefined });
    const warn = jest.spyOn(console, "warn").mockImplementation(() => undefined);
    const { stream } = streamOf(() => 1);
    stream.subscribe(() => {
      throw failure;
    });
    stream.subscribe(() => {
      throw failure;
    });
    await stream.output;
    expect(warn).toHaveBeenCalledTimes(2);
  });
});

describe("among observables", () => {
  it("is one, to RxJS and to whoever asks by Symbol.observable", async () => {
    const { stream } = streamOf(() => 1);
    expect(stream).toBeInstanceOf(Observable);
    const key = Symbol.observable ?? "@@observable";
    const foreign = { [key]: () => stream } as unknown as Observable<RunEvent>;
    const [one, two, first] = await Promise.all([
      lastValueFrom(from(stream).pipe(toArray())),
      lastValueFrom(from(foreign).pipe(toArray())),
      firstValueFrom(stream),
    ]);
    expect(outline(one)).toEqual(["root start", "root end"]);
    expect(two).toEqual(one);
    expect(first).toBe(one[0]);
  });
});
