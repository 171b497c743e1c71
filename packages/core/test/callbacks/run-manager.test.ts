import {
  CallbackManager,
  configure,
  contextOf,
  EventCollector,
  getCurrentRun,
  InvalidArgumentError,
  RunManager,
  traceable,
  type CallbackHandler,
  type RunEvent,
} from "@rivulet/core";
import {
  callInRun,
  CancelScope,
  createRunEntry,
  enterRun,
  linkSignal,
} from "@rivulet/core/runtime";
import { openRoot } from "../support/open-root.ts";
import { outline, phasesOf, recordEvents } from "../support/record-events.ts";
import { createDeferred, nextTurn } from "../support/signals.ts";

afterEach(() => {
  configure({ callbacks: [] });
  jest.restoreAllMocks();
});

function start(manager: CallbackManager, name: string, fields: object = {}): RunManager {
  return manager.startRun({ type: "chain", name, ...fields });
}

describe("an event", () => {
  it("is numbered from 0, whatever the filters of listeners are", () => {
    const all = recordEvents();
    const some = recordEvents({
      filter: { includeNames: ["child"], excludeEvents: ["on_chain_start"] },
    });
    for (const callbacks of [[all, some], [some]]) {
      const root = start(new CallbackManager({ callbacks }), "root");
      const child = start(CallbackManager.forChildrenOf(root), "child");
      child.stream(1);
      child.custom("progress", 1);
      child.end(1);
      root.end(1);
    }
    expect(all.events.map(({ seq }) => seq)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(some.events.map(({ seq }) => seq)).toEqual([2, 3, 4, 2, 3, 4]);
  });

  it("knows the runs around it, root first", () => {
    const recorder = recordEvents();
    const root = start(new CallbackManager({ callbacks: [recorder] }), "root", { id: "r" });
    const middle = start(CallbackManager.forChildrenOf(root), "middle", { id: "m" });
    start(CallbackManager.forChildrenOf(middle), "leaf", { id: "l" });
    expect(recorder.events.map(({ run_id, parent_ids }) => [run_id, parent_ids])).toEqual([
      ["r", []],
      ["m", ["r"]],
      ["l", ["r", "m"]],
    ]);
  });

  it("has a time that never runs backwards, though the clocks step", () => {
    const recorder = recordEvents();
    let monotonic = 1_000;
    let wall = 1_700_000_000_000;
    jest.spyOn(performance, "now").mockImplementation(() => monotonic);
    jest.spyOn(Date, "now").mockImplementation(() => wall);
    const root = start(new CallbackManager({ callbacks: [recorder] }), "root");
    wall -= 60_000;
    root.stream(1);
    monotonic += 2.5;
    root.stream(2);
    monotonic -= 100;
    root.stream(3);
    start(new CallbackManager({ callbacks: [recorder] }), "next");
    expect(recorder.events.map(({ time }) => time - 1_700_000_000_000)).toEqual([
      0, 0, 2.5, 2.5, -60_000,
    ]);
  });

  it("of a root does not repeat the input at the end; that of a child does, and a late one is told there", () => {
    const recorder = recordEvents();
    const manager = new CallbackManager({ callbacks: [recorder] });
    const root = start(manager, "root", { input: undefined });
    const child = start(CallbackManager.forChildrenOf(root), "child", { input: 0 });
    const late = start(CallbackManager.forChildrenOf(root), "late");
    late.error("e", { value: "" });
    child.cancel("c");
    root.end("o");
    const lateRoot = start(manager, "late root");
    lateRoot.end("o", { value: null });
    expect(recorder.events.map(({ data }) => data)).toEqual([
      { input: undefined },
      { input: 0 },
      {},
      { input: "", error: "e" },
      { input: 0, reason: "c" },
      { output: "o" },
      {},
      { input: null, output: "o" },
    ]);
    expect(Object.keys(recorder.events[0]?.data as object)).toEqual(["input"]);
  });

  it("has tags positional, own, inherited, each once, and metadata own over inherited, all frozen", () => {
    const recorder = recordEvents();
    const manager = new CallbackManager({
      callbacks: [recorder],
      tags: ["inherited", "both"],
      metadata: { a: 1, b: 1 },
    });
    const root = start(
      manager.withPositionalTag("seq:step:1").withPositionalTag("map:key:x"),
      "root",
      {
        tags: ["own", "both"],
        metadata: { b: 2 },
      },
    );
    const child = start(CallbackManager.forChildrenOf(root), "child");
    expect(root.tags).toEqual(["seq:step:1", "map:key:x", "own", "both", "inherited"]);
    expect(root.metadata).toEqual({ a: 1, b: 2 });
    expect(child.tags).toEqual(["inherited", "both"]);
    expect(child.metadata).toEqual({ a: 1, b: 1 });
    for (const { tags, metadata, parent_ids } of recorder.events) {
      expect([tags, metadata, parent_ids].every((value) => Object.isFrozen(value))).toBe(true);
    }
  });

  it("does not change when the caller's own lists do", () => {
    const tags = ["a"];
    const metadata = { a: 1 };
    const manager = new CallbackManager({ tags, metadata });
    const run = start(manager, "run");
    const own = start(new CallbackManager(), "own", { tags, metadata });
    tags.push("b");
    metadata.a = 2;
    expect([run.tags, run.metadata, own.tags, own.metadata]).toEqual([
      ["a"],
      { a: 1 },
      ["a"],
      { a: 1 },
    ]);
  });
});

describe("CallbackManager", () => {
  it.each([
    ["an unknown type", { type: "graph", name: "run" }],
    ["no type", { name: "run" }],
    ["an empty name", { type: "chain", name: "" }],
    ["no name", { type: "chain" }],
    ["tags that are no list", { type: "chain", name: "run", tags: "abc" }],
    ["metadata that is no object", { type: "chain", name: "run", metadata: 5 }],
  ])("refuses to start a run with %s", (_what, options) => {
    const recorder = recordEvents();
    expect(() => new CallbackManager({ callbacks: [recorder] }).startRun(options as never)).toThrow(
      InvalidArgumentError,
    );
    expect(recorder.events).toEqual([]);
  });

  it.each([
    ["callbacks", { callbacks: {} }],
    ["tags", { tags: "abc" }],
    ["metadata", { metadata: [] }],
  ])("refuses wrong %s", (_what, options) => {
    expect(() => new CallbackManager(options as never)).toThrow(InvalidArgumentError);
    expect(() => new CallbackManager().with(options as never)).toThrow(InvalidArgumentError);
  });

  it("adds to itself without changing", () => {
    const recorder = recordEvents();
    const manager = new CallbackManager({ tags: ["a"] });
    const more = manager.with({ callbacks: [recorder], tags: ["b"], metadata: { m: 1 } });
    expect(start(manager, "one").tags).toEqual(["a"]);
    expect(start(more, "two").tags).toEqual(["b", "a"]);
    expect(outline(recorder.events)).toEqual(["two start"]);
    expect(manager.with({}).context).toBe(manager.context);
  });

  it("starts runs below the ambient run", () => {
    const recorder = recordEvents();
    const root = openRoot([recorder]);
    root.enter(() => start(new CallbackManager(), "child").end(1));
    expect(recorder.events[1]?.parent_ids).toEqual([root.run.id]);
  });

  it("says where a call is that was given it as callbacks; handlers are added to what is ambient", () => {
    const recorder = recordEvents();
    const root = start(new CallbackManager(), "root");
    const manager = CallbackManager.forChildrenOf(root);
    expect(contextOf(manager)).toBe(manager.context);
    expect(contextOf(undefined).parent).toBeUndefined();
    expect(contextOf([recorder]).listeners).toHaveLength(1);
    expect(() => contextOf("x" as never)).toThrow(InvalidArgumentError);
  });

  it("hands settings and scopes down", () => {
    const scope = new CancelScope();
    const settings = { limit: 1 };
    const context = contextOf(undefined).withScope(scope).withSettings(settings);
    expect(context.withScope(scope)).toBe(context);
    expect(context.withSettings(settings)).toBe(context);
    const run = start(new CallbackManager(context), "run");
    expect(run.scope).toBe(scope);
    expect(run.childContext.settings).toBe(settings);
    expect(run.signal).toBe(scope.signal);
  });
});

describe("a run", () => {
  it("tells whether anybody hears it", () => {
    const manager = new CallbackManager({ callbacks: [{ on_chain_end: () => undefined }] });
    const run = start(manager, "run");
    expect([run.hears("start"), run.hears("end"), run.isObserved, run.isOpen]).toEqual([
      false,
      true,
      true,
      true,
    ]);
    run.end(1);
    expect(run.isOpen).toBe(false);
    const silent = start(new CallbackManager(), "silent");
    expect([silent.hears("end"), silent.isObserved, silent.isAmbient]).toEqual([
      false,
      false,
      false,
    ]);
    const deaf = start(
      new CallbackManager({ callbacks: [recordEvents({ filter: { includeNames: ["x"] } })] }),
      "deaf",
    );
    expect([deaf.hears("end"), deaf.isObserved]).toEqual([false, true]);
  });

  it("ignores what is told after its end", () => {
    const recorder = recordEvents();
    const run = start(new CallbackManager({ callbacks: [recorder] }), "run");
    run.cancel("stop");
    run.stream(1);
    run.custom("c", 1);
    run.end(1);
    run.error(1);
    expect(phasesOf(recorder.events, "run")).toEqual(["start", "cancel"]);
  });

  it("counts chunks that nobody hears", () => {
    const recorder = recordEvents({ filter: { includeNames: ["child"] } });
    const root = start(new CallbackManager({ callbacks: [recorder] }), "root");
    root.stream(1);
    start(CallbackManager.forChildrenOf(root), "child");
    expect(recorder.events[0]?.seq).toBe(2);
  });
});

describe("callInRun", () => {
  it("ends the run with the body's result, given now or later", async () => {
    const recorder = recordEvents();
    const manager = new CallbackManager({ callbacks: [recorder] });
    expect(await callInRun(start(manager, "now"), () => 1)).toBe(1);
    expect(await callInRun(start(manager, "later"), async () => 2)).toBe(2);
    expect(outline(recorder.events)).toEqual(["now start", "now end", "later start", "later end"]);
  });

  it("fails with the body's error, and is cancelled with its scope's reason", async () => {
    const recorder = recordEvents();
    const scope = new CancelScope();
    const manager = new CallbackManager(contextOf([recorder]).withScope(scope));
    await expect(
      callInRun(start(manager, "fails"), () => {
        throw new Error("no");
      }),
    ).rejects.toThrow("no");
    await expect(
      callInRun(start(manager, "cancelled"), () => {
        scope.cancel("stop");
        return 1;
      }),
    ).rejects.toBe("stop");
    const body = jest.fn();
    await expect(callInRun(start(manager, "late"), body)).rejects.toBe("stop");
    expect(body).not.toHaveBeenCalled();
    expect(outline(recorder.events)).toEqual([
      "fails start",
      "fails error",
      "cancelled start",
      "cancelled cancel",
      "late start",
      "late cancel",
    ]);
  });

  const ways: readonly (readonly [string, () => Promise<number>])[] = [
    ["ends", async () => 1],
    ["fails", async () => Promise.reject(new Error("no"))],
  ];

  it.each(ways)(
    "waits for awaited listeners before the body and after it %s",
    async (_way, body) => {
      const gates = { start: createDeferred(), end: createDeferred() };
      const order: string[] = [];
      const run = start(
        new CallbackManager({
          callbacks: [
            {
              on_chain_start: () => gates.start.promise,
              on_chain_end: () => gates.end.promise,
              on_chain_error: () => gates.end.promise,
              awaited: true,
            },
          ],
        }),
        "run",
      );
      const call = callInRun(run, () => {
        order.push("body");
        return body();
      })
        .catch(() => undefined)
        .then(() => {
          order.push("done");
        });
      await nextTurn();
      expect(order).toEqual([]);
      gates.start.resolve();
      await nextTurn();
      expect(order).toEqual(["body"]);
      gates.end.resolve();
      await call;
      expect(order).toEqual(["body", "done"]);
    },
  );

  it("waits while a consumer has enough", async () => {
    const collector = new EventCollector(undefined, { highWaterMark: 1 });
    const loop = collector[Symbol.asyncIterator]();
    const run = start(new CallbackManager({ callbacks: [collector] }), "run");
    const body = jest.fn();
    const call = callInRun(run, body);
    await nextTurn();
    expect([run.isHeld, body.mock.calls.length]).toEqual([true, 0]);
    await loop.next();
    await nextTurn();
    expect(body).toHaveBeenCalledTimes(1);
    await loop.next();
    await call;
  });
});

describe("the ambient run", () => {
  const names = (): string | undefined => getCurrentRun()?.name;

  it("is there inside the body, along every asynchronous path, and nowhere else", async () => {
    const root = openRoot([recordEvents()]);
    const seen: (string | undefined)[] = [];
    const timer = createDeferred();
    const note = (): void => {
      seen.push(names());
    };
    root.enter(() => {
      note();
      setTimeout(() => {
        note();
        timer.resolve();
      }, 0);
      queueMicrotask(note);
      void Promise.resolve().then(note);
    });
    note();
    await timer.promise;
    expect(seen).toEqual(["root", undefined, "root", "root", "root"]);
    expect(names()).toBeUndefined();
  });

  it.each(["async generator", "generator"])(
    "is there in a traced %s after each yield, and not in its consumer",
    async (kind) => {
      const root = openRoot([recordEvents()]);
      const seen: (string | undefined)[] = [];
      async function* later(): AsyncGenerator<number> {
        try {
          seen.push(names());
          yield 1;
          seen.push(names());
          await nextTurn();
          seen.push(names());
          yield 2;
          seen.push(names());
        } finally {
          seen.push(names());
        }
      }
      function* now(): Generator<number> {
        try {
          seen.push(names());
          yield 1;
          seen.push(names(), names());
          yield 2;
          seen.push(names());
        } finally {
          seen.push(names());
        }
      }
      const traced =
        kind === "generator"
          ? traceable(now, { name: "body" })
          : traceable(later, { name: "body" });
      const consumers: (string | undefined)[] = [];
      const iterable = root.enter(() => traced());
      for await (const _ of iterable) consumers.push(names());
      expect(seen).toEqual(["body", "body", "body", "body", "body"]);
      expect(consumers).toEqual([undefined, undefined]);
    },
  );

  it("makes a run started after a yield the child of the generator's run", async () => {
    const recorder = recordEvents();
    const inner = traceable(() => 1, { name: "inner" });
    const body = traceable(
      async function* () {
        yield inner();
        yield inner();
      },
      { name: "body" },
    );
    const root = openRoot([recorder]);
    await root.enter(async () => {
      for await (const _ of body());
    });
    const bodyId = recorder.events.find(({ name }) => name === "body")?.run_id;
    const parents = recorder.events
      .filter(({ name }) => name === "inner")
      .map(({ parent_ids }) => parent_ids.at(-1));
    expect(new Set(parents)).toEqual(new Set([bodyId]));
  });

  it("is left untouched where nobody could tell the difference", () => {
    expect(enterRun(start(new CallbackManager(), "silent"), names)).toBeUndefined();
    const scope = new CancelScope();
    linkSignal(scope, new AbortController().signal);
    expect(enterRun(start(new CallbackManager(), "cancellable", { scope }), names)).toBe(
      "cancellable",
    );
  });

  it("is entered piece by piece by way of an entry, and left after each", () => {
    const silent = createRunEntry(start(new CallbackManager(), "silent"));
    expect(silent(names)).toBeUndefined();
    const run = start(new CallbackManager({ callbacks: [recordEvents()] }), "heard");
    const enter = createRunEntry(run);
    expect([enter(names), names(), enter(names)]).toEqual(["heard", undefined, "heard"]);
    let wraps = 0;
    const handler: CallbackHandler = {
      around: (_run, next) => {
        wraps += 1;
        return next();
      },
    };
    const wrapped = createRunEntry(start(new CallbackManager({ callbacks: [handler] }), "wrapped"));
    expect([wrapped(names), wrapped(names)]).toEqual(["wrapped", "wrapped"]);
    expect(wraps).toBe(2);
  });

  it("keeps concurrent runs apart", async () => {
    configure({ callbacks: [recordEvents()] });
    const traced = (name: string): Promise<(string | undefined)[]> =>
      traceable(
        async () => {
          const seen = [names()];
          await nextTurn();
          return [...seen, names()];
        },
        { name },
      )();
    expect(await Promise.all([traced("a"), traced("b")])).toEqual([
      ["a", "a"],
      ["b", "b"],
    ]);
  });
});

it("hands the very same tags and metadata to all events of a run", () => {
  const seen: RunEvent[] = [];
  const run = start(
    new CallbackManager({
      callbacks: [
        {
          on_event: (event) => {
            seen.push(event);
          },
        },
      ],
      tags: ["t"],
    }),
    "run",
  );
  run.stream(1);
  run.end(1);
  expect(new Set(seen.map(({ tags }) => tags)).size).toBe(1);
  expect(new Set(seen.map(({ metadata }) => metadata)).size).toBe(1);
  expect(Object.isFrozen(run.parentIds)).toBe(true);
  expect(new RunManager(contextOf(undefined), { type: "chain", name: "x" }).id).toHaveLength(21);
});
