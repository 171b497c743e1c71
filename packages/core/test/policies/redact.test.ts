import {
  CallbackManager,
  configure,
  EventCollector,
  filterEvents,
  InvalidArgumentError,
  contextOf,
  traceable,
  type CallbackHandler,
  type RunEvent,
} from "@rivulet/core";
import { startRun, runBody } from "@rivulet/core/runtime";
import { redact, redactEvents, type RedactionPolicy } from "@rivulet/core/operators";
import { from } from "rxjs";
import { phasesOf, recordEvents } from "../support/record-events.ts";
import { createTestScheduler } from "../support/marbles.ts";

const policy: RedactionPolicy = { patterns: ["hunter2"] };

afterEach(() => {
  configure({ callbacks: [], onListenerError: undefined });
});

/** The data of the start event of a run with this input. */
function told(input: unknown, rules: RedactionPolicy = policy): unknown {
  const recorder = recordEvents();
  new CallbackManager({ callbacks: [redact(recorder, rules)] }).startRun({
    type: "tool",
    name: "a",
    input,
  });
  return (recorder.events[0]?.data as { input: unknown }).input;
}

describe("redact", () => {
  it("hands on the very event where there is nothing to redact", () => {
    const all = recordEvents();
    const redacted = recordEvents();
    const callbacks = [all, redact(redacted, policy)];
    const run = new CallbackManager({ callbacks }).startRun({ type: "tool", name: "a", input: {} });
    run.stream("x");
    run.stream({ y: 1 });
    run.custom("c", { z: 1 });
    run.end([1, "b", null, undefined, true, 1n, new Date(0), new Map([["a", 1]]), new Set([1])]);
    expect(redacted.events).toHaveLength(5);
    redacted.events.forEach((event, index) => {
      expect(event).toBe(all.events[index]);
    });
  });

  it("hides what stands in a place, by its path", () => {
    const input = { password: "p", user: { name: "n", cards: [{ no: 1 }, { no: 2 }] } };
    expect(told(input, { paths: ["data.input.password"] })).toEqual({
      ...input,
      password: "[redacted]",
    });
    expect(told(input, { paths: ["data.input.user.cards.*.no"] })).toMatchObject({
      user: { cards: [{ no: "[redacted]" }, { no: "[redacted]" }] },
    });
    expect(told(input, { paths: ["**.name"], replacement: "-" })).toMatchObject({
      user: { name: "-" },
    });
    expect(told(input, { paths: ["data.input"] })).toBe("[redacted]");
    expect(told(input, { paths: ["data.input.user.cards.*.no.more", "data.*.nothing"] })).toBe(
      input,
    );
  });

  it("hides what has a name, in capitals or not", () => {
    const input = { Password: "p", deep: { API_KEY: { a: 1 }, key: 1, token: undefined } };
    expect(told(input, { keys: ["password", "api_key", "token"] })).toEqual({
      Password: "[redacted]",
      deep: { API_KEY: "[redacted]", key: 1, token: undefined },
    });
    expect(told(new Map([["password", "p"]]), { keys: ["password"] })).toEqual(
      new Map([["password", "[redacted]"]]),
    );
  });

  it("hides what looks like a secret, in texts, keys, numbers and symbols", () => {
    const rules = { patterns: ["hunter2", /\d{6}/] };
    expect(told({ hunter2: "my hunter2!", n: 1_234_567, s: Symbol("hunter2") }, rules)).toEqual({
      "[redacted]": "my [redacted]!",
      n: "[redacted]",
      s: "[redacted]",
    });
    expect(told(new Set(["hunter2"]))).toEqual(new Set(["[redacted]"]));
    expect(told(new Map([["hunter2", "hunter2"]]))).toEqual(
      new Map([["[redacted]", "[redacted]"]]),
    );
    expect(told(new URL("https://a.b/?p=hunter2"))).toBe("https://a.b/?p=[redacted]");
    expect(told(/hunter2/)).toBe("/[redacted]/");
    const url = new URL("https://a.b/");
    expect(told(url)).toBe(url);
  });

  it("copies along the path alone, and leaves the original as it was", () => {
    const input = { a: { b: "hunter2" }, c: { d: 1 } };
    const copy = told(input) as typeof input;
    expect(copy).toEqual({ a: { b: "[redacted]" }, c: { d: 1 } });
    expect(copy.c).toBe(input.c);
    expect(input.a.b).toBe("hunter2");
  });

  it("keeps the classes of what it copies", () => {
    class Note {
      readonly text: string;
      constructor(text: string) {
        this.text = text;
      }
      get length(): number {
        return this.text.length;
      }
    }
    const copy = told(new Note("hunter2!"));
    expect(copy).toBeInstanceOf(Note);
    expect(copy).toMatchObject({ text: "[redacted]!", length: 11 });
  });

  it("looks at what a class says of itself as JSON", () => {
    class Vault {
      readonly #secret: string;
      constructor(secret: string) {
        this.#secret = secret;
      }
      toJSON(): unknown {
        return { secret: this.#secret };
      }
    }
    expect(told(new Vault("hunter2"))).toEqual({ secret: "[redacted]" });
    const harmless = new Vault("x");
    expect(told(harmless)).toBe(harmless);
    expect(told(harmless, { keys: ["secret"] })).toEqual({ secret: "[redacted]" });
    const itself = { toJSON: () => itself };
    expect(told(Object.create(itself))).toBeDefined();
    const own = Object.create({
      toJSON(): unknown {
        return this;
      },
    }) as object;
    expect(told(own)).toBe(own);
  });

  it("redacts errors: message, stack, cause, fields and what they gather", () => {
    const error = Object.assign(
      new AggregateError([new Error("hunter2")], "no hunter2", { cause: new TypeError("hunter2") }),
      { field: "hunter2" },
    );
    const copy = told(error) as typeof error;
    expect(copy).toBeInstanceOf(AggregateError);
    expect(copy.message).toBe("no [redacted]");
    expect(copy.stack).not.toContain("hunter2");
    expect(copy.cause).toMatchObject({ message: "[redacted]" });
    expect(copy.errors[0]).toMatchObject({ message: "[redacted]" });
    expect(copy.field).toBe("[redacted]");
    expect(error.message).toBe("no hunter2");
  });

  it("redacts the reasons of signals", () => {
    const copy = told(new DOMException("hunter2", "AbortError")) as DOMException;
    expect([copy.name, copy.message]).toEqual(["AbortError", "[redacted]"]);
    expect(copy.stack).not.toContain("hunter2");
    const harmless = new DOMException("left", "AbortError");
    expect(told(harmless)).toBe(harmless);
  });

  it("redacts names, tags, metadata, custom events and every phase", () => {
    const recorder = recordEvents();
    const run = new CallbackManager({ callbacks: [redact(recorder, policy)] }).startRun({
      type: "tool",
      name: "hunter2",
      tags: ["hunter2"],
      metadata: { user: "hunter2" },
      input: "hunter2",
    });
    run.stream("hunter2");
    run.custom("hunter2", { a: "hunter2" });
    run.error(new Error("hunter2"), { value: "hunter2" });
    new CallbackManager({ callbacks: [redact(recorder, policy)] })
      .startRun({ type: "tool", name: "b" })
      .cancel("hunter2");
    expect(recorder.events).toHaveLength(6);
    expect(JSON.stringify(recorder.events)).not.toContain("hunter2");
    expect(recorder.events[0]).toMatchObject({
      name: "[redacted]",
      tags: ["[redacted]"],
      metadata: { user: "[redacted]" },
    });
  });

  it("leaves no text where a list or a record was, though all of it is hidden", () => {
    const recorder = recordEvents();
    new CallbackManager({
      callbacks: [redact(recorder, { paths: ["tags", "metadata", "name"] })],
    }).startRun({ type: "tool", name: "a", tags: ["t"], metadata: { m: 1 } });
    expect(recorder.events[0]).toMatchObject({ name: "[redacted]", tags: [], metadata: {} });
  });

  it("keeps the depth of a run among others", () => {
    const recorder = recordEvents();
    let manager = new CallbackManager({ callbacks: [redact(recorder, policy)] });
    for (let depth = 0; depth < 100; depth += 1)
      manager = CallbackManager.forChildrenOf(
        manager.startRun({ type: "chain", name: "a", input: "hunter2" }),
      );
    expect(recorder.events.at(-1)?.parent_ids).toHaveLength(99);
    expect(JSON.stringify(recorder.events)).not.toContain("hunter2");
  });

  it("tells of a custom event's run no more than its name without secrets", () => {
    const recorder = recordEvents();
    const run = new CallbackManager({ callbacks: [redact(recorder, policy)] }).startRun({
      type: "tool",
      name: "hunter2",
    });
    run.custom("progress", 1);
    const found = (name: string): number => {
      let count = 0;
      from(recorder.events)
        .pipe(filterEvents({ includeNames: [name], includeEvents: ["on_custom_event"] }))
        .subscribe(() => (count += 1));
      return count;
    };
    expect([found("hunter2"), found("[redacted]")]).toEqual([0, 1]);
  });

  it("keeps a custom event findable by its run", () => {
    const recorder = recordEvents();
    const run = new CallbackManager({ callbacks: [redact(recorder, policy)] }).startRun({
      type: "tool",
      name: "search",
    });
    run.custom("progress", "hunter2");
    const found: RunEvent[] = [];
    from(recorder.events)
      .pipe(filterEvents({ includeNames: ["search"] }))
      .subscribe((event) => found.push(event));
    expect(found).toHaveLength(2);
  });
});

describe("what can't be looked through", () => {
  const cyclic: Record<string, unknown> = { a: 1 };
  cyclic["self"] = cyclic;

  it.each<readonly [what: string, input: unknown, expected: unknown, rules: RedactionPolicy]>([
    ["a function", () => 1, "[unredactable: a function]", policy],
    ["a cycle", cyclic, { a: 1, self: "[unredactable: a cycle]" }, policy],
    [
      "an object that calls itself by a secret",
      { [Symbol.toStringTag]: "a hunter2" },
      "[unredactable: an object of kind a [redacted]]",
      policy,
    ],
    ["bytes", new Uint8Array(1), "[unredactable: an object of kind Uint8Array]", policy],
    ["a promise", Promise.resolve(1), "[unredactable: an object of kind Promise]", policy],
    [
      "a deep value",
      { a: { b: { c: 1 } } },
      { a: { b: "[unredactable: a value that is too deep]" } },
      { ...policy, maxDepth: 3 },
    ],
    [
      "many values",
      [1, 2, 3],
      [1, 2, "[unredactable: more values than are looked through]"],
      { ...policy, maxValues: 4 },
    ],
    [
      "a huge text",
      "abcdef",
      "[unredactable: a text that is too long]",
      { ...policy, maxTextLength: 5 },
    ],
  ])("%s is replaced", (_what, input, expected, rules) => {
    expect(told(input, rules)).toEqual(expected);
  });

  it("passes lists of numbers, which are no text", () => {
    const vector = new Float32Array(2);
    expect(told(vector)).toBe(vector);
  });

  it("that throws is replaced as a whole, and reported without what it threw", () => {
    const reported: unknown[] = [];
    configure({ onListenerError: (error) => reported.push(error) });
    const input = {
      get a(): string {
        throw new Error("hunter2");
      },
    };
    expect(told(input)).toBe("[unredactable: a value that can't be read]");
    const recorder = recordEvents();
    const run = new CallbackManager({ callbacks: [redact(recorder, policy)] }).startRun({
      type: "tool",
      name: "a",
      metadata: { input },
    });
    run.stream(input);
    run.stream("hun");
    run.stream(Object.assign(Object.create({ concat: () => 1 }) as object, { t: "x" }));
    run.stream(
      Object.defineProperty(Object.create({ concat: () => 1 }) as object, "a", {
        enumerable: true,
        get: () => {
          throw new Error("hunter2");
        },
      }),
    );
    run.stream("ter2");
    run.custom("c", input);
    run.end(input);
    const chunk = "[unredactable: a value that can't be read]";
    expect(recorder.events.map(({ data }) => data)).toMatchObject([
      {},
      { chunk },
      { chunk: "[redacted]" },
      { chunk: { t: "x" } },
      { chunk },
      { chunk: "" },
      chunk,
      { output: chunk },
    ]);
    expect(recorder.events[0]?.metadata).toEqual({});
    expect(reported.length).toBeGreaterThan(3);
    expect(reported.map(String).join()).not.toContain("hunter2");
  });
});

describe("a secret in a stream", () => {
  function streamed(chunks: readonly unknown[], rules: RedactionPolicy = policy): unknown[] {
    const recorder = recordEvents();
    const run = new CallbackManager({ callbacks: [redact(recorder, rules)] }).startRun({
      type: "llm",
      name: "m",
    });
    for (const chunk of chunks) run.stream(chunk);
    run.end("");
    return recorder.events.slice(1, -1).map(({ data }) => (data as { chunk: unknown }).chunk);
  }

  it("is replaced where it began, and nothing else changes", () => {
    expect(streamed(["my hun", "ter2", " is"])).toEqual(["my [redacted]", "", " is"]);
    expect(streamed(["hun", "ting"])).toEqual(["hun", "ting"]);
    expect(streamed(["hun"])).toEqual(["hun"]);
  });

  it("holds back a chunk until it is decided, and what follows in its root; no other root", () => {
    const recorder = recordEvents();
    const manager = new CallbackManager({ callbacks: [redact(recorder, policy)] });
    const root = manager.startRun({ type: "chain", name: "root" });
    const children = CallbackManager.forChildrenOf(root);
    const model = children.startRun({ type: "llm", name: "model" });
    model.stream("hun");
    children.startRun({ type: "tool", name: "tool" }).end(1);
    manager.startRun({ type: "tool", name: "other" }).end(1);
    const names = (): string[] => recorder.events.map(({ name }) => name);
    expect(names()).toEqual(["root", "model", "other", "other"]);
    model.stream("t");
    expect(names()).toHaveLength(4);
    model.stream("!");
    expect(names().slice(4)).toEqual(["model", "tool", "tool", "model", "model"]);
    expect(phasesOf(recorder.events, "model")).toEqual([
      "start",
      'stream "hun"',
      'stream "t"',
      'stream "!"',
    ]);
  });

  it("is decided by the end of its run at the latest", () => {
    const recorder = recordEvents();
    const run = new CallbackManager({ callbacks: [redact(recorder, policy)] }).startRun({
      type: "llm",
      name: "m",
    });
    run.stream("hunter");
    run.cancel("left");
    expect(phasesOf(recorder.events, "m")).toEqual(["start", 'stream "hunter"', "cancel"]);
  });

  it("does not keep the end of a root waiting for a child that outlives it", () => {
    const recorder = recordEvents();
    const manager = new CallbackManager({ callbacks: [redact(recorder, policy)] });
    const root = manager.startRun({ type: "chain", name: "root" });
    const child = CallbackManager.forChildrenOf(root).startRun({ type: "llm", name: "child" });
    child.stream("hun");
    root.end(1);
    expect(phasesOf(recorder.events, "root")).toEqual(["start", "end"]);
    child.stream("ter2");
    child.end("x");
    expect(phasesOf(recorder.events, "child")).toEqual([
      "start",
      'stream "[redacted]"',
      'stream ""',
      "end",
    ]);
  });

  it("is found in messages, and in the pieces of each tool call", () => {
    class Message {
      readonly content: unknown;
      readonly calls: readonly unknown[];
      constructor(content: unknown, calls: readonly unknown[] = []) {
        this.content = content;
        this.calls = calls;
      }
      concat(other: Message): Message {
        return other;
      }
    }
    const call = (index: number, args: string): unknown => ({ index, args });
    const told = streamed([
      new Message("a hun", [call(0, "hun"), call(1, "x")]),
      new Message("ter2", [call(1, "ter2")]),
      new Message([{ type: "text", text: "hun" }], [call(0, "ter2")]),
      new Message([{ type: "text", text: "ter2" }]),
    ]) as Message[];
    expect(told.map(({ content }) => content)).toEqual([
      "a [redacted]",
      "",
      [{ type: "text", text: "[redacted]" }],
      [{ type: "text", text: "" }],
    ]);
    expect(told.map(({ calls }) => calls)).toEqual([
      [call(0, "[redacted]"), call(1, "x")],
      [call(1, "ter2")],
      [call(0, "")],
      [],
    ]);
    expect(told[0]).toBeInstanceOf(Message);
  });

  it("in objects of other kinds is told by its beginning at most as well", () => {
    class Delta {
      readonly text: string;
      constructor(text: string) {
        this.text = text;
      }
    }
    expect(streamed([new Delta("my hun"), new Delta("ter2!")])).toEqual([
      new Delta("my hun"),
      new Delta("[redacted]!"),
    ]);
    expect(streamed([["my hun"], ["ter2!"]])).toEqual([["my hun"], ["[redacted]!"]]);
    expect(streamed([new Map([["a", "hun"]]), new Map([["a", "ter2"]])])).toEqual([
      new Map([["a", "hun"]]),
      new Map([["a", "[redacted]"]]),
    ]);
  });

  it("in records, which may be parts or states, is told by its beginning at most", () => {
    expect(streamed([{ a: "my hun" }, { a: "ter2!" }, { b: "ter2" }])).toEqual([
      { a: "my hun" },
      { a: "[redacted]!" },
      { b: "ter2" },
    ]);
    expect(streamed([{ a: "hun" }, { a: "hunter2" }, { a: "hunter2 x" }])).toEqual([
      { a: "hun" },
      { a: "[redacted]" },
      { a: "[redacted] x" },
    ]);
    expect(streamed([["hunter2"], 1])).toEqual([["[redacted]"], 1]);
  });

  it("that is longer than may wait is replaced, with all that follows", () => {
    const rules = { patterns: [/<.*>/], maxHeldLength: 5 };
    expect(streamed(["a<b", "cdefgh", "i", ">j"], rules)).toEqual(["a[redacted]", "", "", ""]);
    const few = { patterns: [/<.*>/], maxHeldEvents: 2 };
    expect(streamed(["a<b", "c", "d", "e"], few)).toEqual(["a[redacted]", "", "", ""]);
  });

  it("is found in a long stream, of which little is kept", () => {
    const chunks = Array.from({ length: 400 }, (_, index) =>
      index % 7 === 0 ? "hun" : "ter2 and so on",
    );
    const text = chunks.join("");
    expect(streamed(chunks).join("")).toBe(text.replaceAll("hunter2", "[redacted]"));
  });

  it("is replaced in a chunk that waits behind a long text", () => {
    const long = "x".repeat(1_000);
    expect(streamed([long, "hunter2 hun", "ter2"])).toEqual([long, "[redacted] [redacted]", ""]);
    const begun = `${"y".repeat(200)}hun`;
    expect(streamed([long.slice(600), begun, "ting hunter2 hun", "t"])).toEqual([
      long.slice(600),
      begun,
      "ting [redacted] hun",
      "t",
    ]);
  });

  it("that changes while it waits is not told", () => {
    const chunk = Object.assign(Object.create({ concat: () => 1 }) as object, { a: ["hun"] });
    const recorder = recordEvents();
    configure({ onListenerError: () => undefined });
    const run = new CallbackManager({ callbacks: [redact(recorder, policy)] }).startRun({
      type: "llm",
      name: "m",
    });
    run.stream(chunk);
    chunk.a.push("hunter2");
    run.end("");
    expect(recorder.events[1]?.data).toEqual({
      chunk: "[unredactable: a value that can't be read]",
    });
  });
});

describe("a handler behind redact", () => {
  it("keeps its filter: runs as they are, `where` over what is redacted", () => {
    const seen: unknown[] = [];
    const recorder = recordEvents({
      filter: {
        includeNames: ["hunter2"],
        excludeEvents: ["on_tool_start"],
        where: ({ data }) => {
          seen.push(data);
          return true;
        },
      },
    });
    const manager = new CallbackManager({ callbacks: [redact(recorder, policy)] });
    const run = manager.startRun({ type: "tool", name: "hunter2", input: "hunter2" });
    run.stream("hun");
    run.end("x");
    manager.startRun({ type: "tool", name: "b" }).end(1);
    expect(recorder.events.map(({ event }) => event)).toEqual(["on_tool_stream", "on_tool_end"]);
    expect(seen).toHaveLength(2);
  });

  it("keeps its own listeners, each once, and `awaited`", async () => {
    const order: string[] = [];
    let release = (): void => undefined;
    const handler: CallbackHandler = {
      awaited: true,
      on_tool_start: () => {
        order.push("own");
        return new Promise<void>((resolve) => {
          release = resolve;
        });
      },
      on_event: ({ event }) => {
        order.push(event);
      },
    };
    const run = startRun(contextOf([redact(handler, policy)]), { type: "tool", name: "a" });
    const output = runBody(run, () => {
      order.push("body");
      return 1;
    });
    expect(order).toEqual(["own", "on_tool_start"]);
    release();
    await output;
    expect(order).toEqual(["own", "on_tool_start", "body", "on_tool_end"]);
  });

  it("keeps its `around`, which sees a redacted run", () => {
    const runs: unknown[] = [];
    const handler: CallbackHandler = {
      around: (run, next) => {
        runs.push([run.name, run.metadata]);
        return next();
      },
    };
    configure({ callbacks: [redact(handler, policy)] });
    expect(traceable(() => 3, { name: "hunter2", metadata: { a: "hunter2" } })()).toBe(3);
    expect(runs).toEqual([["[redacted]", { a: "[redacted]" }]]);
  });

  it("that throws is reported as itself, with the redacted event", () => {
    const reported: unknown[] = [];
    configure({
      onListenerError: (error, { handler, event }) => reported.push([error, handler, event?.data]),
    });
    const handler: CallbackHandler = {
      on_tool_start: () => {
        throw "listener";
      },
    };
    new CallbackManager({ callbacks: [redact(handler, policy)] }).startRun({
      type: "tool",
      name: "a",
      input: "hunter2",
    });
    expect(reported).toEqual([["listener", handler, { input: "[redacted]" }]]);
  });

  it("may be a collector, whose full queue holds runs back", async () => {
    const collector = new EventCollector(undefined, { highWaterMark: 1 });
    const loop = collector[Symbol.asyncIterator]();
    const run = startRun(
      contextOf([redact(collector, policy)]),
      {
        type: "tool",
        name: "a",
      },
      { value: "hunter2" },
    );
    expect(run.isHeld).toBe(true);
    expect(await loop.next()).toMatchObject({ value: { data: { input: "[redacted]" } } });
    expect(run.isHeld).toBe(false);
  });
});

describe("a secret in records that a run streams", () => {
  const toldOf = (chunks: readonly string[], rules: RedactionPolicy): string[] => {
    const recorder = recordEvents();
    const manager = new CallbackManager({ callbacks: [redact(recorder, rules)] });
    const run = manager.startRun({ type: "llm", name: "m" });
    for (const text of chunks) run.stream({ text });
    return recorder.events.slice(1).map(({ data }) => (data as Chunk).chunk.text);
  };
  interface Chunk {
    readonly chunk: { readonly text: string };
  }

  it("is found however long it is", () => {
    const pieces = Array.from({ length: 30 }, () => "x".repeat(100));
    const told = toldOf(["<key>", ...pieces, "</key>", " end"], { patterns: [/<key>x*<\/key>/] });
    expect(told.at(-2)).toBe("[redacted]");
    expect(told.at(-1)).toBe(" end");
  });

  it("is replaced, and what follows, where it might go on for ever", () => {
    const told = toldOf(["<key>", "xxxx", "xxxx", " end"], {
      patterns: [/<key>[\s\S]*<\/key>/],
      maxHeldLength: 10,
    });
    expect(told).toEqual(["<key>", "xxxx", "xxxx", "[redacted]"]);
  });
});

describe("redactEvents", () => {
  it("redacts, and decides what waits when its source ends or fails", () => {
    const recorder = recordEvents();
    const run = new CallbackManager({ callbacks: [recorder] }).startRun({ type: "llm", name: "m" });
    run.stream("hun");
    run.stream("ter2");
    run.end("x");
    const [a, b, c, d] = recorder.events;
    const values = { a, b, c, d } as Record<string, RunEvent>;
    const secret = { ...b, data: { chunk: "[redacted]" } };
    const rest = { ...c, data: { chunk: "" } };
    const told = { ...values, b: secret, c: rest, x: secret };
    createTestScheduler().run(({ cold, expectObservable }) => {
      expectObservable(cold("ab 9ms c 9ms (d|)", values).pipe(redactEvents(policy))).toBe(
        "a 10ms (bc) 6ms (d|)",
        told,
      );
      expectObservable(cold("ab|", values).pipe(redactEvents(policy))).toBe("a-(x|)", told);
      expectObservable(cold("ab#", values).pipe(redactEvents(policy))).toBe("a-(x#)", told);
    });
  });

  it("refuses a wrong policy at the call", () => {
    expect(() => redactEvents({})).toThrow(InvalidArgumentError);
  });
});

it.each([
  ["no object", 1],
  ["empty", {}],
  ["empty lists", { keys: [], paths: [] }],
  ["an unknown field", { key: ["a"] }],
  ["no list", { keys: "a" }],
  ["an empty key", { keys: [""] }],
  ["a bound that is none", { keys: ["a"], maxDepth: 0 }],
  ["a replacement that is none", { keys: ["a"], replacement: 1 }],
])("redact refuses a policy: %s", (_what, wrong) => {
  expect(() => redact({}, wrong as RedactionPolicy)).toThrow(InvalidArgumentError);
});
