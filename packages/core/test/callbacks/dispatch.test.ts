import {
  CallbackManager,
  configure,
  flush,
  FlushTimeoutError,
  getCurrentRun,
  InvalidArgumentError,
  traceable,
  type CallbackHandler,
  type ListenerErrorContext,
  type RunEvent,
} from "@rivulet/core";
import { openRoot } from "../support/open-root.ts";
import { phasesOf, recordEvents } from "../support/record-events.ts";
import { findViolations } from "../support/run-laws.ts";
import { collectUnhandled, createDeferred, nextTurn } from "../support/signals.ts";

const reported: { error: unknown; context: ListenerErrorContext }[] = [];

function report(error: unknown, context: ListenerErrorContext): void {
  reported.push({ error, context });
}

beforeEach(() => {
  reported.length = 0;
  configure({ onListenerError: report });
});

afterEach(() => {
  configure({ callbacks: [], onListenerError: undefined });
  jest.restoreAllMocks();
});

function runOnce(callbacks: readonly CallbackHandler[], name = "run"): void {
  new CallbackManager({ callbacks }).startRun({ type: "tool", name, input: 1 }).end(2);
}

describe("listeners", () => {
  it("are called in the order of registration, the one for the event's name before on_event", () => {
    const calls: string[] = [];
    const handler = (name: string): CallbackHandler => ({
      on_event: (event) => {
        calls.push(`${name} on_event ${event.event}`);
      },
      on_tool_end: () => {
        calls.push(`${name} on_tool_end`);
      },
    });
    runOnce([handler("a"), handler("b")]);
    expect(calls).toEqual([
      "a on_event on_tool_start",
      "b on_event on_tool_start",
      "a on_tool_end",
      "a on_event on_tool_end",
      "b on_tool_end",
      "b on_event on_tool_end",
    ]);
  });

  it("are called once where the handler is registered twice, in whatever places", async () => {
    const handler = recordEvents();
    configure({ callbacks: [handler, handler] });
    const root = openRoot([handler, handler]);
    root.enter(() => traceable(() => 1, { name: "inside" })());
    root.enter(() =>
      new CallbackManager({ callbacks: [handler] })
        .startRun({ type: "tool", name: "again" })
        .end(1),
    );
    expect(phasesOf(handler.events, "root")).toEqual(["start"]);
    expect(phasesOf(handler.events, "inside")).toEqual(["start", "end"]);
    expect(phasesOf(handler.events, "again")).toEqual(["start", "end"]);
  });

  it("are methods of their handler", () => {
    class Counter {
      count = 0;
      on_tool_start(): void {
        this.count += 1;
      }
    }
    const counter = new Counter();
    runOnce([counter]);
    expect(counter.count).toBe(1);
  });

  it("run outside of any run", () => {
    const seen: unknown[] = [];
    const root = openRoot([
      {
        on_event: () => {
          seen.push(getCurrentRun());
        },
      },
    ]);
    root.enter(() => {
      traceable(() => 1)();
      seen.push(getCurrentRun()?.name);
    });
    expect(seen).toEqual([undefined, undefined, undefined, "root"]);
  });

  it("are all given the same object", () => {
    const one = recordEvents();
    const two = recordEvents();
    runOnce([one, two]);
    expect(one.events[0]).toBe(two.events[0]);
  });

  it("all see the same order when one of them starts runs itself", () => {
    const order: string[] = [];
    const first: CallbackHandler = {
      on_tool_start: (event) => {
        order.push(`a ${event.name}`);
        if (event.name === "1") runOnce([first, second], "2");
      },
    };
    const second: CallbackHandler = {
      on_tool_start: (event) => {
        order.push(`b ${event.name}`);
      },
    };
    runOnce([first, second], "1");
    expect(order).toEqual(["a 1", "b 1", "a 2", "b 2"]);
  });

  it("that start runs get root runs of their own", () => {
    const inner = recordEvents();
    const root = openRoot([
      {
        on_chain_start: () => {
          runOnce([inner]);
        },
      },
    ]);
    expect(root.run.name).toBe("root");
    expect(inner.events[0]?.parent_ids).toEqual([]);
    expect(findViolations(inner.events)).toEqual([]);
  });

  it("that end the run again from within its end change nothing", () => {
    const recorder = recordEvents();
    const run = new CallbackManager({
      callbacks: [
        {
          on_tool_end: () => {
            run.cancel("again");
            run.error("again");
            run.stream(1);
            run.custom("c", 1);
          },
        },
        recorder,
      ],
    }).startRun({ type: "tool", name: "run" });
    run.end(1);
    run.end(2);
    expect(phasesOf(recorder.events, "run")).toEqual(["start", "end"]);
  });

  it("given by configure() while a run is open hear the next run, and those taken away hear this one out", () => {
    const before = recordEvents();
    const after = recordEvents();
    configure({ callbacks: [before] });
    const run = new CallbackManager().startRun({ type: "tool", name: "open" });
    configure({ callbacks: [after] });
    run.custom("progress", 1);
    run.end(1);
    expect(before.events.map(({ event }) => event)).toEqual([
      "on_tool_start",
      "on_custom_event",
      "on_tool_end",
    ]);
    expect(after.events).toEqual([]);
  });
});

describe("a listener that fails", () => {
  const failure = new Error("listener");
  // oxlint-disable unicorn/no-thenable -- broken thenables are the subject here
  const failing: readonly (readonly [string, CallbackHandler])[] = [
    [
      "throws",
      {
        on_tool_end: () => {
          throw failure;
        },
      },
    ],
    ["rejects", { on_tool_end: async () => Promise.reject(failure) }],
    [
      "rejects although it is awaited",
      { on_tool_end: async () => Promise.reject(failure), awaited: true },
    ],
    [
      "returns a broken thenable",
      {
        on_tool_end: () =>
          ({
            get then(): never {
              throw failure;
            },
          }) as never,
      },
    ],
    [
      "returns a thenable that throws",
      {
        on_tool_end: () =>
          ({
            then() {
              throw failure;
            },
          }) as never,
      },
    ],
    // oxlint-enable unicorn/no-thenable
    [
      "throws in `where`",
      {
        on_tool_end: () => undefined,
        filter: {
          includeEvents: ["on_tool_end"],
          where: () => {
            throw failure;
          },
        },
      },
    ],
  ];

  it.each(failing)(
    "%s is reported, and harms neither run nor listeners nor process",
    async (_how, handler) => {
      const others = [recordEvents(), recordEvents()] as const;
      const unhandled = await collectUnhandled(async () => {
        const root = openRoot([others[0], handler, others[1]]);
        expect(
          await root.enter(() => traceable(async () => "fine", { name: "body", type: "tool" })()),
        ).toBe("fine");
      });
      expect(unhandled).toEqual([]);
      for (const { events } of others) expect(phasesOf(events, "body")).toEqual(["start", "end"]);
      expect(reported).toHaveLength(1);
      expect(reported[0]).toMatchObject({
        error: failure,
        context: { handler, event: { event: "on_tool_end" } },
      });
    },
  );

  it("asks `where` once for two listeners of one handler", () => {
    const where = jest.fn(() => true);
    const calls: string[] = [];
    runOnce([
      {
        on_tool_start: () => {
          calls.push("start");
        },
        on_event: () => {
          calls.push("event");
        },
        filter: { includeEvents: ["on_tool_start"], where },
      },
    ]);
    expect(where).toHaveBeenCalledTimes(1);
    expect(calls).toEqual(["start", "event"]);
  });

  it("may hang without delaying anybody", async () => {
    const hang = createDeferred();
    const recorder = recordEvents();
    const root = openRoot([{ on_event: () => hang.promise }, recorder]);
    expect(await root.enter(() => traceable(async () => 1, { name: "body" })())).toBe(1);
    expect(phasesOf(recorder.events, "body")).toEqual(["start", "end"]);
    hang.resolve();
    await flush();
  });

  it("is warned of once by default, each for itself", () => {
    configure({ onListenerError: undefined });
    const warn = jest.spyOn(console, "warn").mockImplementation(() => undefined);
    const one: CallbackHandler = {
      on_event: () => {
        throw failure;
      },
    };
    const two: CallbackHandler = {
      on_event: () => {
        throw failure;
      },
    };
    runOnce([one, two]);
    runOnce([one]);
    expect(warn.mock.calls).toEqual([
      [expect.stringContaining("on_tool_start of run"), failure],
      [expect.stringContaining("on_tool_start of run"), failure],
    ]);
  });

  it("is warned of when onListenerError itself throws", () => {
    const own = new Error("reporter");
    configure({
      onListenerError: () => {
        throw own;
      },
    });
    const warn = jest.spyOn(console, "warn").mockImplementation(() => undefined);
    runOnce([
      {
        on_tool_end: () => {
          throw failure;
        },
      },
    ]);
    expect(warn.mock.calls).toEqual([[expect.any(String), own]]);
  });

  it("cannot silence the process by an error that no console prints", () => {
    configure({ onListenerError: undefined });
    jest.spyOn(console, "warn").mockImplementation(() => {
      throw new Error("unprintable");
    });
    const recorder = recordEvents();
    runOnce([
      {
        on_event: () => {
          throw failure;
        },
      },
      recorder,
    ]);
    runOnce([recorder]);
    expect(recorder.events).toHaveLength(4);
  });
});

describe("a listener with awaited: true", () => {
  it("holds the run's body, its chunks and its end back until it is done", async () => {
    const work = [createDeferred(), createDeferred()] as const;
    const order: string[] = [];
    const root = openRoot([
      {
        on_tool_start: async () => {
          order.push("start");
          await work[0].promise;
          order.push("start done");
        },
        on_tool_stream: async () => {
          order.push("stream");
          await work[1].promise;
          order.push("stream done");
        },
        filter: { includeTypes: ["tool"] },
        awaited: true,
      },
    ]);
    const consumed = root.enter(async () => {
      for await (const chunk of traceable(
        async function* () {
          order.push("body");
          yield 1;
          order.push("on");
        },
        { type: "tool" },
      )()) {
        order.push(`chunk ${String(chunk)}`);
      }
    });
    await nextTurn();
    expect(order).toEqual(["start"]);
    work[0].resolve();
    await nextTurn();
    expect(order).toEqual(["start", "start done", "body", "stream", "chunk 1"]);
    work[1].resolve();
    await consumed;
    expect(order.slice(5)).toEqual(["stream done", "on"]);
  });

  it("that hangs lets a cancelled run go", async () => {
    const hang = createDeferred();
    const root = openRoot([{ on_tool_start: () => hang.promise, awaited: true }]);
    const body = jest.fn();
    const iterator = root.enter(() =>
      traceable(
        async function* () {
          body();
          yield 1;
        },
        { type: "tool" },
      )(),
    );
    const next = root.enter(() => iterator.next());
    await nextTurn();
    root.scope.cancel("stop");
    await expect(next).rejects.toBe("stop");
    expect(body).not.toHaveBeenCalled();
    hang.resolve();
  });
});

describe("around", () => {
  function wrap(around: CallbackHandler["around"]): CallbackHandler {
    return { around } as CallbackHandler;
  }

  it("wraps the body, outermost first, inside the run, each time it is entered", async () => {
    const order: string[] = [];
    const named = (name: string): CallbackHandler =>
      wrap((run, next) => {
        order.push(`${name} before ${run.name} ${getCurrentRun()?.name ?? ""}`);
        try {
          return next();
        } finally {
          order.push(`${name} after`);
        }
      });
    const root = openRoot([named("a"), named("b")]);
    expect(
      root.enter(() => {
        order.push("body");
        return 5;
      }),
    ).toBe(5);
    expect(order).toEqual([
      "a before root root",
      "b before root root",
      "body",
      "b after",
      "a after",
    ]);
    order.length = 0;
    await root.enter(async () => {
      for await (const _ of traceable(
        async function* () {
          yield 1;
        },
        { name: "gen" },
      )());
    });
    expect(order.filter((entry) => entry === "a before gen gen")).toHaveLength(2);
  });

  it("is asked only for runs that the handler's filter wants", () => {
    const wrapped: string[] = [];
    const root = openRoot([
      {
        around: (run, next) => {
          wrapped.push(run.name);
          return next();
        },
        filter: { includeNames: ["wanted"] },
      },
    ]);
    root.enter(() => {
      traceable(() => 1, { name: "wanted" })();
      traceable(() => 1, { name: "other" })();
    });
    expect(wrapped).toEqual(["wanted"]);
  });

  const broken = new Error("hook");
  const uncalled: unknown = expect.objectContaining({
    message: expect.stringContaining("did not call next") as string,
  });
  const hooks: [
    how: string,
    around: CallbackHandler["around"],
    reports: number,
    error?: unknown,
  ][] = [
    [
      "throws before next",
      () => {
        throw broken;
      },
      1,
    ],
    [
      "throws after next",
      (_run, next) => {
        next();
        throw broken;
      },
      1,
    ],
    [
      "rejects",
      (async (_run: unknown, next: () => unknown) => {
        await next();
        throw broken;
      }) as never,
      1,
    ],
    [
      "rejects with an error of its own",
      (async (_run: unknown, next: () => unknown) => {
        await Promise.allSettled([next()]);
        throw broken;
      }) as never,
      1,
    ],
    ["never calls next", () => undefined as never, 1, uncalled],
    [
      "changes the result",
      (_run, next) => {
        next();
        return "changed" as never;
      },
      0,
    ],
    [
      "calls next twice",
      (_run, next) => {
        next();
        return next();
      },
      0,
    ],
    ["calls next late", (_run, next) => Promise.resolve().then(next) as never, 1, uncalled],
    ["is async", (async (_run: unknown, next: () => unknown) => next()) as never, 0],
    [
      "swallows the outcome",
      (_run, next) => {
        try {
          next();
        } catch {
          return undefined as never;
        }
        return undefined as never;
      },
      0,
    ],
  ];

  it.each(hooks)(
    "that %s changes neither result nor the number of calls",
    async (_how, around, reports, error = broken) => {
      const root = openRoot([wrap(around)]);
      const body = jest.fn(async () => "result");
      const unhandled = await collectUnhandled(async () => {
        expect(await root.enter(body)).toBe("result");
      });
      expect(unhandled).toEqual([]);
      expect(body).toHaveBeenCalledTimes(1);
      expect(reported).toHaveLength(reports);
      if (reports > 0) expect(reported[0]).toMatchObject({ error, context: { event: undefined } });
    },
  );

  it.each(hooks)("that %s changes no failure", async (_how, around, _reports, own = broken) => {
    const failure = new Error("body");
    const root = openRoot([wrap(around)]);
    const unhandled = await collectUnhandled(async () => {
      await expect((async () => root.enter(async () => Promise.reject(failure)))()).rejects.toBe(
        failure,
      );
      expect(() =>
        root.enter(() => {
          throw failure;
        }),
      ).toThrow(failure);
    });
    expect(unhandled).toEqual([]);
    for (const { error } of reported) expect(error).toEqual(own);
  });
});

describe("flush", () => {
  it("waits for the work of listeners, also for what is added meanwhile", async () => {
    const first = createDeferred();
    const second = createDeferred();
    let isFlushed = false;
    runOnce([
      {
        on_tool_start: () =>
          first.promise.then(() => {
            runOnce([{ on_tool_end: () => second.promise }]);
          }),
      },
    ]);
    const flushed = flush().then(() => {
      isFlushed = true;
    });
    first.resolve();
    await nextTurn();
    expect(isFlushed).toBe(false);
    second.resolve();
    await flushed;
    await flush({ timeout: 1 });
  });

  it("gives up after its timeout, while the work goes on", async () => {
    jest.useFakeTimers();
    const work = createDeferred();
    runOnce([{ on_tool_start: () => work.promise }]);
    const flushed = flush({ timeout: 100 }).catch((error: unknown) => error);
    jest.advanceTimersByTime(100);
    jest.useRealTimers();
    const error = await flushed;
    expect(error).toBeInstanceOf(FlushTimeoutError);
    expect((error as Error).message).toContain("1 listener");
    work.resolve();
    await flush();
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31, "1"])(
    "refuses a timeout of %p",
    async (timeout) => {
      await expect(flush({ timeout: timeout as number })).rejects.toBeInstanceOf(
        InvalidArgumentError,
      );
    },
  );
});

describe("configure", () => {
  const wrong: readonly (readonly [string, object])[] = [
    ["an unknown option", { callback: [] }],
    ["callbacks that are no list", { callbacks: {} }],
    ["a handler that is no object", { callbacks: [() => undefined] }],
    ["a handler that is null", { callbacks: [null] }],
    ["a handler with a wrong filter", { callbacks: [{ filter: { includeTypes: ["graph"] } }] }],
    ["a negative cancelTimeoutMs", { cancelTimeoutMs: -1 }],
    ["a cancelTimeoutMs longer than a timer can wait", { cancelTimeoutMs: 2 ** 31 }],
    ["an endless cancelTimeoutMs", { cancelTimeoutMs: Number.POSITIVE_INFINITY }],
    ["an onListenerError that is no function", { onListenerError: "warn" }],
  ];

  it.each([[undefined], [null], [5], ["x"], [[]]])(
    "refuses %p in the place of options",
    (given) => {
      expect(() => {
        configure(given as never);
      }).toThrow(InvalidArgumentError);
    },
  );

  it.each(wrong)("refuses %s, and changes nothing", (_what, options) => {
    const kept = recordEvents();
    configure({ callbacks: [kept] });
    const other = recordEvents();
    expect(() => {
      configure({ callbacks: [other], onListenerError: () => undefined, ...options });
    }).toThrow(InvalidArgumentError);
    runOnce([]);
    runOnce([
      {
        on_tool_start: () => {
          throw new Error("reported");
        },
      },
    ]);
    expect(kept.events).toHaveLength(4);
    expect(other.events).toEqual([]);
    expect(reported).toHaveLength(1);
  });

  it("replaces the handlers given before, and leaves what is not given", () => {
    const one = recordEvents();
    const two = recordEvents();
    configure({ callbacks: [one] });
    configure({ cancelTimeoutMs: 1_000 });
    runOnce([]);
    configure({ callbacks: [two] });
    runOnce([]);
    expect([one.events.length, two.events.length]).toEqual([2, 2]);
  });
});

it("builds no event where nobody listens, or all listeners look away", () => {
  let reads = 0;
  const watched = (value: unknown): RunEvent =>
    ({
      get chunk() {
        reads += 1;
        return value;
      },
    }) as never;
  const now = jest.spyOn(performance, "now");
  const run = new CallbackManager().startRun({ type: "tool", name: "silent", input: watched(1) });
  const filtered = new CallbackManager({
    callbacks: [recordEvents({ filter: { includeNames: ["other"] } })],
  }).startRun({ type: "tool", name: "filtered" });
  now.mockClear();
  for (const silent of [run, filtered]) {
    silent.stream(1);
    silent.custom("progress", 1);
    silent.end(1);
  }
  // An event would have been given a time.
  expect(now).not.toHaveBeenCalled();
  expect(reads).toBe(0);
});
