import {
  configure,
  contextOf,
  dispatchCustomEvent,
  InvalidArgumentError,
  traceable,
  type RunManager,
  type RunType,
} from "@rivulet/core";
import { startRun } from "@rivulet/core/runtime";
import { enableDebug, type EnableDebugOptions } from "@rivulet/core/debug";
import { recordEvents } from "../support/record-events.ts";
import { findViolations } from "../support/run-laws.ts";
import { waysOut } from "../support/ways-out.ts";

interface Debug {
  enable(namespaces: string): void;
  disable(): string;
  log(line: string): void;
  inspectOpts: { colors?: boolean | undefined };
}

const debug = jest.requireActual<Debug>("debug");
const { log } = debug;
const lines: string[] = [];
let disable = (): void => undefined;

function enable(options: EnableDebugOptions | string): void {
  disable = enableDebug(typeof options === "string" ? { namespaces: options } : options);
}

beforeEach(() => {
  lines.length = 0;
  debug.inspectOpts.colors = false;
  debug.log = (line) => void lines.push(line);
});

afterEach(() => {
  disable();
  debug.disable();
  debug.log = log;
  debug.inspectOpts.colors = undefined;
  configure({ callbacks: [], onListenerError: undefined });
});

/** The namespaces of the lines. */
function namespaces(): string[] {
  return lines.map((line) => line.trimStart().split(" ", 1)[0] ?? "");
}

function open(name: string, type: RunType = "tool", parent?: RunManager): RunManager {
  return startRun(parent?.childContext ?? contextOf([]), { type, name }, { value: "in" });
}

describe("the patterns of DEBUG", () => {
  const search = ["start", "stream", "end"].map((phase) => `rivulet:tool:search:${phase}`);
  const json = ["start", "error"].map((phase) => `rivulet:parser:json:${phase}`);
  const withoutStream = search.filter((namespace) => !namespace.endsWith(":stream"));

  it.each<[string, readonly string[]]>([
    ["", []],
    ["*", [...search, ...json]],
    ["rivulet:*", [...search, ...json]],
    ["rivulet*", [...search, ...json]],
    ["rivulet", []],
    ["rivulet:tool", []],
    ["rivulet:tool:*", search],
    ["rivulet:tool:search:*", search],
    ["rivulet:tool:search:start", ["rivulet:tool:search:start"]],
    ["rivulet:*:search:*", search],
    ["rivulet:*:end", ["rivulet:tool:search:end"]],
    ["rivulet:*:error", ["rivulet:parser:json:error"]],
    ["rivulet:tool:s*h:st*", ["rivulet:tool:search:start", "rivulet:tool:search:stream"]],
    ["*:stream", ["rivulet:tool:search:stream"]],
    ["RIVULET:*", []],
    ["rivulet:tool:*,-rivulet:*:stream", withoutStream],
    ["-rivulet:*:stream,rivulet:tool:*", withoutStream],
    ["rivulet:tool:* -rivulet:*:stream", withoutStream],
    ["  rivulet:tool:*  ,, -rivulet:*:stream ", withoutStream],
    ["rivulet:*,-rivulet:parser:*,-rivulet:*:end", search.slice(0, 2)],
    ["rivulet:parser:*,rivulet:tool:*:end", ["rivulet:tool:search:end", ...json]],
    ["express:*,rivulet:parser:*:start other", ["rivulet:parser:json:start"]],
    ["-rivulet:*:stream", []],
    ["rivulet:*,-*", []],
    ["rivulet:tool:*:custom", []],
  ])("%j let just their lines through", (patterns, expected) => {
    enable(patterns);
    const tool = open("search");
    tool.stream("chunk");
    tool.end("out");
    open("json", "parser").error(new Error("no"));
    expect(namespaces()).toEqual(expected);
  });

  it("are those in force where none are given", () => {
    debug.enable("rivulet:*:end");
    enable({});
    open("search").end(1);
    expect(namespaces()).toEqual(["rivulet:tool:search:end"]);
  });

  it("are replaced by the next call, whose lines are not written twice", () => {
    enable("rivulet:*");
    enable("rivulet:*:start");
    open("search").end(1);
    expect(namespaces()).toEqual(["rivulet:tool:search:start"]);
  });

  it("end when they are disabled", () => {
    enable("rivulet:*");
    disable();
    disable();
    open("search").end(1);
    expect(lines).toEqual([]);
  });

  it.each<[string, string]>([
    ["two words, and a comma", "two_words__and_a_comma"],
    ["a:b*c", "a_b_c"],
    ["line\nbreak\u001B[31mred", "line_break_[31mred"],
    ["\u202Eright", "_right"],
    ["", "_"],
    ["Übersetzer-2.0/v1", "Übersetzer-2.0/v1"],
    ["x".repeat(100), `${"x".repeat(63)}…`],
  ])("see the name %j as one safe word", (name, safe) => {
    enable("rivulet:tool:*:start");
    open(name);
    expect(lines).toEqual([`rivulet:tool:${safe}:start "in"`]);
  });

  it("are asked anew after very many names", () => {
    enable("rivulet:tool:search-*:start");
    for (let count = 0; count < 1_500; count += 1) open(`search-${count}`).end(1);
    open("search-0");
    expect(lines).toHaveLength(1_501);
  });
});

describe("a line", () => {
  it("is indented by the depth of its run, up to a limit", () => {
    enable("rivulet:*:start");
    let run = open("r");
    for (let depth = 1; depth < 100; depth += 1) run = open("r", "tool", run);
    const indents = lines.map((line) => line.indexOf("rivulet") / 2);
    expect(indents.slice(0, 4)).toEqual([0, 1, 2, 3]);
    expect(indents.at(-1)).toBe(20);
  });

  it("tells how long the run took, and a chunk since the line before", () => {
    const clock = jest.spyOn(performance, "now").mockReturnValue(performance.now());
    const wait = (ms: number): void => {
      clock.mockReturnValue(performance.now() + ms);
    };
    enable("rivulet:*");
    const run = open("search");
    wait(5.25);
    run.stream("a");
    wait(1_500);
    run.stream("b");
    wait(94);
    run.end("ab");
    clock.mockRestore();
    expect(lines).toEqual([
      'rivulet:tool:search:start "in"',
      expect.stringMatching(/^rivulet:tool:search:stream "a" \+5\.[23]ms$/),
      'rivulet:tool:search:stream "b" +1.5s',
      'rivulet:tool:search:end "ab" 1.6s',
    ]);
  });

  it("tells how long the run took where its start is not shown", () => {
    enable("rivulet:*:end");
    open("search").end(1);
    expect(lines).toEqual([expect.stringMatching(/:end 1 \d+\.\dms$/)]);
  });

  it("of a custom event tells its name and data, under its run's", async () => {
    enable("rivulet:tool:search:custom");
    await traceable(() => dispatchCustomEvent("my progress", { n: 1 }), {
      name: "search",
      type: "tool",
    })();
    expect(lines).toEqual([
      expect.stringMatching(/^rivulet:tool:search:custom my_progress \{ n: 1 \} \+/),
    ]);
  });

  it("of a cancelled run tells the reason", () => {
    enable("rivulet:*:cancel");
    open("search").cancel(new Error("left"));
    expect(lines).toEqual([expect.stringMatching(/:cancel Error: left /)]);
  });

  it("goes to a function of one's own, without colours", () => {
    const written: string[] = [];
    debug.inspectOpts.colors = true;
    enable({ namespaces: "rivulet:*:start", write: (line) => void written.push(line) });
    open("search");
    expect([lines, written]).toEqual([[], ['rivulet:tool:search:start "in"']]);
  });

  it("is painted where colours are wanted", () => {
    debug.inspectOpts.colors = true;
    enable("rivulet:*:start");
    open("search");
    expect(lines[0]).toMatch(/^\p{Cc}\[3[\d;]+;1mrivulet:tool:search:start\p{Cc}\[0m "in"$/u);
  });
});

const circular: Record<string, unknown> = { name: "a" };
circular["self"] = circular;
const wide = Object.fromEntries(
  Array.from({ length: 100_000 }, (_, index) => [`k${index}`, index]),
);
let deepList: unknown = 1;
for (let depth = 0; depth < 10_000; depth += 1) deepList = [deepList];
class Page {
  readonly title = "Rivers";
  get broken(): string {
    throw new Error("no getter is called");
  }
  toJSON(): never {
    throw new Error("no method is called");
  }
}

describe("the payload of a line", () => {
  it.each<[string, unknown, string]>([
    ["nothing", undefined, "undefined"],
    ["null", null, "null"],
    ["a number", -0.5, "-0.5"],
    ["a symbol", Symbol("s"), "Symbol(s)"],
    ["a BigInt", 12n, "12n"],
    ["a huge BigInt", 10n ** 5_000n, "(huge) n"],
    ["a function", () => 1, "[Function]"],
    [
      "text that a terminal would obey",
      "a\u001B[2J\u009Bb\u202E\n",
      String.raw`"a\u001b[2J\u{9b}b\u{202e}\n"`,
    ],
    ["half a character", "\uD83D", String.raw`"\ud83d"`],
    ["an object", { a: 1, "b c": [true, "x"] }, '{ a: 1, "b c": [true, "x"] }'],
    ["an object without prototype", Object.assign(Object.create(null), { a: 1 }), "{ a: 1 }"],
    ["nothing in it", {}, "{}"],
    ["a class", new Page(), 'Page { title: "Rivers" }'],
    ["a list with holes", Object.assign([1], { 2: 3, length: 3 }), "[1, <empty>, 3]"],
    ["a circle", circular, '{ name: "a", self: [circular] }'],
    ["the same twice", [circular["name"], circular["name"]], '["a", "a"]'],
    ["a map", new Map([[1, 2]]), "Map (1)"],
    ["bytes", new Uint8Array(1_000_000), "Uint8Array (1000000 bytes)"],
    ["an error", new RangeError("too far"), "RangeError: too far"],
    ["an error without a message", new TypeError(), "TypeError"],
    ["a date", new Date(0), "1970-01-01T00:00:00.000Z"],
    ["no date", new Date(NaN), "Invalid Date"],
    ["what is deep", { a: { b: { c: { d: { e: 1 } } } } }, "{ a: { b: { c: { d: {…} } } } }"],
    ["what is very deep", deepList, "[[[[[…]]]]]"],
    [
      "a getter that throws",
      Object.defineProperty({ a: 1 }, "b", {
        enumerable: true,
        get: () => {
          throw new Error("read");
        },
      }),
      "{ a: 1, b: [Getter] }",
    ],
    [
      "a proxy that refuses",
      [
        1,
        new Proxy(
          {},
          {
            getPrototypeOf: () => {
              throw new Error("no");
            },
          },
        ),
        2,
      ],
      "[1, [unreadable], 2]",
    ],
    [
      "what may be secret by its key",
      {
        apiKey: "sk-1",
        headers: { Authorization: "Bearer x", "x-api-key": "k" },
        password: 1,
        access_token: 2,
        clientSecret: 3,
        tokens: 4,
        max_tokens: 5,
      },
      '{ apiKey: [hidden], headers: { Authorization: [hidden], "x-api-key": [hidden] }, password: [hidden], access_token: [hidden], clientSecret: [hidden], tokens: 4, max_tokens: 5 }',
    ],
  ])("that is %s is shown, on one line", (_what, value, shown) => {
    enable({ namespaces: "rivulet:*:stream", maxPayload: 200 });
    open("search").stream(value);
    expect(lines).toEqual([expect.stringContaining(`:stream ${shown} +`)]);
  });

  it.each<[string, unknown]>([
    ["text", "x".repeat(1_000_000)],
    ["keys", wide],
    ["items", Array.from({ length: 100_000 }, (_, index) => index)],
    ["holes", Object.assign([], { length: 2 ** 32 - 1 })],
    ["nested lists", Array.from({ length: 1_000 }, () => [[1, 2, 3]])],
    ["an error's message", new Error("x".repeat(1_000_000))],
    ["a key", { ["x".repeat(1_000_000)]: 1 }],
  ])("that is too long for its %s is cut", (_what, value) => {
    enable({ namespaces: "rivulet:*:start", maxPayload: 50 });
    startRun(contextOf([]), { type: "tool", name: "s" }, { value });
    const payload = lines[0]?.slice("rivulet:tool:s:start ".length);
    expect(payload).toHaveLength(50);
    expect(payload?.endsWith("…")).toBe(true);
  });

  it("is not shown with maxPayload 0", () => {
    enable({ namespaces: "rivulet:*:start", maxPayload: 0 });
    open("search");
    expect(lines).toEqual(["rivulet:tool:search:start"]);
  });
});

describe("debug lines", () => {
  it.each(waysOut)("change nothing, also where writing fails, if $name", async ({ play }) => {
    const alone = recordEvents();
    configure({ callbacks: [alone] });
    const expected = await play({ name: "body" });
    const beside = recordEvents();
    const reported: unknown[] = [];
    const fault = new Error("the terminal is gone");
    configure({ callbacks: [beside], onListenerError: (error) => void reported.push(error) });
    debug.log = () => {
      throw fault;
    };
    enable("rivulet:*");

    expect(await play({ name: "body" })).toEqual(expected);
    expect(findViolations(beside.events)).toEqual([]);
    expect(beside.events.map(({ event }) => event)).toEqual(alone.events.map(({ event }) => event));
    expect(new Set(reported)).toEqual(new Set([fault]));
    expect(reported).toHaveLength(beside.events.length);
  });

  it.each<[EnableDebugOptions, string]>([
    [{ namespaces: 1 } as unknown as EnableDebugOptions, 'give a string such as "rivulet:tool:*".'],
    [{ maxPayload: -1 }, "maxPayload was -1 (number); give a number of characters."],
    [{ maxPayload: NaN }, "maxPayload was NaN (number)"],
    [{ write: "x" } as unknown as EnableDebugOptions, 'write was "x"; give a function that takes'],
  ])("with the options %j are refused", (options, message) => {
    const call = (): unknown => enableDebug(options);
    expect(call).toThrow(InvalidArgumentError);
    expect(call).toThrow(message);
  });
});
