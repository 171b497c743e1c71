import { AsyncLocalStorage } from "node:async_hooks";
import {
  configure,
  dispatchCustomEvent,
  flush,
  getCurrentRun,
  InvalidArgumentError,
  contextOf,
  traceable,
  type CallbackHandler,
  type RunEvent,
} from "@rivulet/core";
import { startRun } from "@rivulet/core/runtime";
import { hook, type RunHooks, type RunSelector } from "@rivulet/core/debug";
import { recordEvents } from "../support/record-events.ts";
import { findViolations } from "../support/run-laws.ts";
import { waysOut } from "../support/ways-out.ts";

const unhooks: (() => void)[] = [];
const reported: unknown[] = [];

beforeEach(() => {
  reported.length = 0;
  configure({ onListenerError: (error) => void reported.push(error) });
});

afterEach(() => {
  for (const unhook of unhooks.splice(0)) unhook();
  configure({ callbacks: [], onListenerError: undefined });
});

function hooked(selector: RunSelector, hooks: RunHooks): () => void {
  const unhook = hook(selector, hooks);
  unhooks.push(unhook);
  return unhook;
}

/** Hooks for every phase that note what they are told. */
function noting(told: string[] = []): RunHooks & { readonly told: string[] } {
  const note =
    (hookName: string) =>
    ({ name }: RunEvent): void => {
      told.push(`${hookName} ${name}`);
    };
  return {
    told,
    onStart: note("onStart"),
    onChunk: note("onChunk"),
    onEnd: note("onEnd"),
    onError: note("onError"),
    onCancel: note("onCancel"),
  };
}

/** Without the list in which they are noted. */
function onlyHooks({ told: _told, ...hooks }: ReturnType<typeof noting>): RunHooks {
  return hooks;
}

const lastHook = { end: "onEnd", error: "onError", cancel: "onCancel" } as const;

describe("a hook", () => {
  it.each(waysOut)("is told of start and end where $name", async ({ play, ending }) => {
    const notes = noting();
    hooked({ name: "body" }, onlyHooks(notes));
    await play({ name: "body" });

    expect(notes.told[0]).toBe("onStart body");
    expect(notes.told.at(-1)).toBe(`${lastHook[ending]} body`);
    expect(notes.told.slice(1, -1).every((one) => one === "onChunk body")).toBe(true);
    expect(notes.told.filter((one) => !one.startsWith("onChunk"))).toHaveLength(2);
  });

  it("is not told of custom events", async () => {
    const notes = noting();
    hooked({}, onlyHooks(notes));
    await traceable(() => dispatchCustomEvent("progress", 1), { name: "body" })();
    expect(notes.told).toEqual(["onStart body", "onEnd body"]);
  });

  it("is told nothing once it is removed, also of runs that are open", () => {
    const notes = noting();
    let arounds = 0;
    const unhook = hook(
      {},
      {
        ...onlyHooks(notes),
        around: (_run, next) => {
          arounds += 1;
          return next();
        },
      },
    );
    const items = traceable(
      function* () {
        yield 1;
        yield 2;
      },
      { name: "body" },
    )();
    items.next();
    unhook();
    unhook();

    expect([...items]).toEqual([2]);
    expect(notes.told).toEqual(["onStart body", "onChunk body"]);
    expect(arounds).toBe(1);
  });

  it("is not told of what is left of runs that were open before", () => {
    const run = startRun(contextOf([]), { type: "tool", name: "early" });
    const notes = noting();
    hooked({}, onlyHooks(notes));
    run.end(1);
    expect(notes.told).toEqual([]);
  });

  it("counts its promise as work to flush", async () => {
    let isDone = false;
    hooked(
      {},
      {
        onEnd: async () => {
          await Promise.resolve();
          isDone = true;
        },
      },
    );
    traceable(() => 1)();
    expect(isDone).toBe(false);
    await flush();
    expect(isDone).toBe(true);
  });
});

describe("a hook's selector", () => {
  const play = (): void => {
    const runs = [
      { type: "tool", name: "search", tags: ["a", "b"] },
      { type: "tool", name: "research", tags: ["a"] },
      { type: "llm", name: "search", tags: [] },
    ] as const;
    for (const { type, name, tags } of runs) traceable(() => 1, { type, name, tags })();
  };

  it.each<[string, RunSelector, readonly string[]]>([
    ["nothing", {}, ["tool search", "tool research", "llm search"]],
    ["a type", { type: "tool" }, ["tool search", "tool research"]],
    ["types", { type: ["llm", "prompt"] }, ["llm search"]],
    ["no type at all", { type: [] }, []],
    ["a name", { name: "search" }, ["tool search", "llm search"]],
    ["an expression", { name: /search$/ }, ["tool search", "tool research", "llm search"]],
    ["an anchored expression", { name: /^re/ }, ["tool research"]],
    ["an expression with state", { name: /s/g }, ["tool search", "tool research", "llm search"]],
    ["a sticky expression", { name: /s/y }, ["tool search", "llm search"]],
    ["a tag", { tags: ["a"] }, ["tool search", "tool research"]],
    ["all of its tags", { tags: ["b", "a"] }, ["tool search"]],
    ["no tags", { tags: [] }, ["tool search", "tool research", "llm search"]],
    ["everything at once", { type: "tool", name: /search/, tags: ["b"] }, ["tool search"]],
    ["a name of another type", { type: "llm", name: "research" }, []],
  ])("of %s finds its runs, for listeners and around", (_what, selector, expected) => {
    const told: string[] = [];
    const wrapped: string[] = [];
    hooked(selector, {
      onStart: ({ event, name }) => {
        told.push(`${event.split("_")[1]} ${name}`);
      },
      around: ({ type, name }, next) => {
        wrapped.push(`${type} ${name}`);
        return next();
      },
    });
    play();
    expect(told).toEqual(expected);
    expect(wrapped).toEqual(expected);
  });

  it("is copied: a change of the caller's own tags and types changes nothing", () => {
    const tags = ["a"];
    const type: ("tool" | "llm")[] = ["tool"];
    const notes = noting();
    hooked({ tags, type }, onlyHooks(notes));
    tags.push("c");
    type.length = 0;
    play();
    expect(notes.told).toHaveLength(4);
  });

  it.each<[unknown, string]>([
    [undefined, "The selector of a hook was undefined; give an object"],
    [{ types: "tool" }, 'The field of a hook was "types"; give type, name, tags.'],
    [{ type: "tools" }, 'The type of a hook was "tools"; give chain, chat_model'],
    [{ type: ["tool", 1] }, "The type of a hook was 1 (number)"],
    [{ name: 1 }, "The name of a hook was 1 (number); give a string or a regular expression."],
    [{ tags: "a" }, 'The tags of a hook was "a"; give a list of strings.'],
    [{ tags: [1] }, "The tags of a hook was an array; give a list of strings."],
  ])("that is %j is refused", (selector, message) => {
    const call = (): unknown => hook(selector as RunSelector, {});
    expect(call).toThrow(InvalidArgumentError);
    expect(call).toThrow(message);
  });
});

describe("hooks", () => {
  it.each<[unknown, string]>([
    [null, "The hooks were null; give an object such as { onEnd }."],
    [{ onEnd: 1 }, "The hook onEnd was 1 (number); give functions called onStart"],
    [{ onFinish: () => undefined }, "The hook onFinish was a function; give functions called"],
  ])("that are %j are refused", (hooks, message) => {
    const call = (): unknown => hook({}, hooks as RunHooks);
    expect(call).toThrow(InvalidArgumentError);
    expect(call).toThrow(message);
  });

  it("may be left undefined", () => {
    const unhook = hook({}, { onStart: undefined } as unknown as RunHooks);
    expect(traceable(() => 1)()).toBe(1);
    unhook();
  });

  // What a run does, and what another listener is told of it, is the same with hooks of any kind.
  describe.each(waysOut)("where $name", ({ play }) => {
    const fault = new Error("the hook failed");
    const fail = (): never => {
      throw fault;
    };
    it.each<[string, RunHooks, boolean]>([
      ["do nothing", { around: (_run, next) => next() }, false],
      ["throw", { onStart: fail, onChunk: fail, onEnd: fail, onError: fail, onCancel: fail }, true],
      [
        "reject",
        { onStart: () => Promise.reject(fault), onEnd: () => Promise.reject(fault) },
        true,
      ],
      ["throw before the body", { around: fail }, true],
      [
        "throw after the body",
        {
          around: (_run, next) => {
            try {
              next();
            } catch {
              // The body's own failure is not the hook's.
            }
            return fail();
          },
        },
        true,
      ],
      ["never enter the body", { around: () => undefined as never }, true],
      [
        "return something else",
        {
          around: (_run, next) => {
            next();
            return "other" as never;
          },
        },
        false,
      ],
    ])("that %s change nothing", async (_what, hooks, isReported) => {
      const alone = recordEvents();
      configure({ callbacks: [alone] });
      const expected = await play({ name: "body" });
      const beside = recordEvents();
      configure({ callbacks: [beside] });
      hooked({}, hooks);

      expect(await play({ name: "body" })).toEqual(expected);
      await flush();
      const shown = (events: readonly RunEvent[]): unknown[] =>
        events.map(({ event, name, data }) => [event, name, data]);
      expect(shown(beside.events)).toEqual(shown(alone.events));
      expect(findViolations(beside.events)).toEqual([]);
      const isUncalled = (error: unknown): boolean => String(error).includes("did not call next");
      expect(reported.length > 0).toBe(isReported);
      expect(reported.every((error) => error === fault || isUncalled(error))).toBe(true);
    });
  });
});

describe("around", () => {
  function tracing(name: string, order: string[]): RunHooks {
    return {
      around: (_run, next) => {
        order.push(`${name} in`);
        try {
          return next();
        } finally {
          order.push(`${name} out`);
        }
      },
    };
  }

  it("nests in the order of the hooks, inside of those of handlers", () => {
    const order: string[] = [];
    const handler = (name: string): CallbackHandler => tracing(name, order);
    hooked({}, tracing("first", order));
    hooked({}, tracing("second", order));
    configure({ callbacks: [handler("configured")] });
    traceable(() => order.push("body"))();

    expect(order).toEqual([
      "configured in",
      "first in",
      "second in",
      "body",
      "second out",
      "first out",
      "configured out",
    ]);
  });

  it("is called once for a function and a promise, and at each resumption of a generator", async () => {
    const counts: Record<string, number> = {};
    hooked(
      {},
      {
        around: ({ name }, next) => {
          counts[name] = (counts[name] ?? 0) + 1;
          return next();
        },
      },
    );
    traceable(() => 1, { name: "function" })();
    await traceable(async () => 1, { name: "promise" })();
    expect([
      ...traceable(
        function* () {
          yield 1;
          yield 2;
        },
        { name: "generator" },
      )(),
    ]).toEqual([1, 2]);

    expect(counts).toEqual({ function: 1, promise: 1, generator: 3 });
  });

  it.each(waysOut)("makes a store active in the body where $name", async ({ play }) => {
    const store = new AsyncLocalStorage<string>();
    const seen: unknown[] = [];
    hooked({ name: "body" }, { around: ({ name }, next) => store.run(`in ${name}`, next) });
    await play({ name: "body" }, () => {
      seen.push(store.getStore(), getCurrentRun()?.name);
    });
    expect(seen.length).toBeGreaterThan(0);
    expect(new Set(seen)).toEqual(new Set(["in body", "body"]));
    expect(store.getStore()).toBeUndefined();
  });
});
