import { readFileSync } from "node:fs";
import { join } from "node:path";

import { IncrementalJsonParser } from "../../src/json/incremental-json-parser.ts";
import { cut, snapshotsOf } from "./snapshots-of.ts";

const fixtures = join(__dirname, "../fixtures/document");

function readFixture<Value>(name: string): Value {
  return JSON.parse(readFileSync(join(fixtures, name), "utf8"));
}

function finalOf(text: string): unknown {
  return snapshotsOf([text]).parser.snapshot();
}

describe("the document's stream of countries", () => {
  it("gives its 24 snapshots in order", () => {
    const { parser, snapshots } = snapshotsOf(readFixture<string[]>("countries.chunks.json"));
    expect(snapshots).toEqual(readFixture("countries.snapshots.json"));
    expect(snapshots).toHaveLength(24);
    expect(parser.isComplete).toBe(true);
    expect(parser.failure).toBeUndefined();
  });

  it("gives plain values, which can be cloned", () => {
    const { snapshots } = snapshotsOf(readFixture<string[]>("countries.chunks.json"));
    expect(structuredClone(snapshots)).toEqual(snapshots);
  });
});

describe("finding the JSON in a text", () => {
  it.each<[string, string, unknown]>([
    ["bare", '{"a":1}', { a: 1 }],
    ["blanks and a byte order mark before", '\uFEFF \r\n\t{"a":1}', { a: 1 }],
    ["prose before and after", 'Here: {"a":1} and more [2] {"b":3}', { a: 1 }],
    ["a fence marked json", 'Sure!\n```json\n{"a":1}\n```\nBye', { a: 1 }],
    ["a fence marked JSON in capitals", "```JSON\n[1]\n```", [1]],
    ["a fence without a language", 'Sure\n```\n{"a":1}\n```', { a: 1 }],
    ["a fence on one line", '```json {"a":1}```', { a: 1 }],
    ["a fence of four backticks", '````json\n{"a":1}\n````', { a: 1 }],
    ["a fence of another language", '```ts\nconst a = {b};\n```\n{"a":1}', { a: 1 }],
    ["inline code", "`x` and `` y `` then [1, 2]", [1, 2]],
    ["words in braces before", 'Use {topic} or { other }: {"a":1}', { a: 1 }],
    ["words in brackets before", '[note] [true story] see {"a":1}', { a: 1 }],
    ["a bracket within prose in brackets", '[see {"a":1}]', { a: 1 }],
    ["a quotation before", '"JSON", she said: {"a":1}', { a: 1 }],
    ["JSON in quotes that are not escaped", '"{"a":1}"', { a: 1 }],
    ["JSON in quotes that are escaped", '"{\\"a\\":1}"', '{"a":1}'],
    ["a word like a literal before", 'true enough: {"a":1}', { a: 1 }],
    ["a number before", '3 items: ["a"]', ["a"]],
    ["a comment after the fence's opening", '```json\n// see\n{"a":1}\n```', { a: 1 }],
  ])("%s", (_name, text, expected) => {
    for (const sizes of [[text.length], [1], [2, 3]]) {
      const { parser } = snapshotsOf(cut(text, sizes));
      expect(parser.snapshot()).toEqual(expected);
      expect(parser.isComplete).toBe(true);
    }
  });

  it.each([
    "",
    "   ",
    "no JSON here",
    "{topic}",
    "[note]",
    "-",
    "tru",
    "42 is the answer",
    "{{x}}",
    "```json\nnothing\n```",
    "```\n42 things\n```",
  ])("finds nothing in %j", (text) => {
    for (const sizes of [[Math.max(1, text.length)], [1]]) {
      const { parser } = snapshotsOf(cut(text, sizes));
      expect(parser.hasValue).toBe(false);
      expect(parser.snapshot()).toBeUndefined();
      expect(parser.isComplete).toBe(false);
      expect(parser.failure).toBeUndefined();
    }
  });

  it.each<[string, unknown]>([
    ["42", 42],
    [" -1.5e3\n", -1500],
    ['"text"', "text"],
    ["true", true],
    [" false ", false],
    ["null", null],
    ['"[]"', "[]"],
    ["```\n42\n```", 42],
    ['```\n"a"\n```\nprose', "a"],
  ])("takes a scalar that is the whole text: %j", (text, expected) => {
    for (const sizes of [[text.length], [1]]) {
      const { parser, snapshots } = snapshotsOf(cut(text, sizes));
      expect(snapshots).toEqual([expected]);
      expect(parser.isComplete).toBe(true);
    }
  });

  it("shows a scalar in a fence marked json as it grows", () => {
    expect(snapshotsOf(cut('```json\n"abc"\n```', [1])).snapshots).toEqual(["", "a", "ab", "abc"]);
    expect(snapshotsOf(cut("```json\n120\n```", [1])).snapshots).toEqual([1, 12, 120]);
  });

  it("shows nothing of a bracket that may still be prose, but takes it when the text ends there", () => {
    const parser = new IncrementalJsonParser();
    expect(parser.write('{ "a"')).toBe(false);
    expect(parser.snapshot()).toBeUndefined();
    expect(parser.end()).toBe(true);
    expect(parser.snapshot()).toEqual({});
    expect(parser.isComplete).toBe(false);
    expect(finalOf("[1")).toEqual([1]);
    expect(finalOf("{")).toEqual({});
  });
});

describe("growing values", () => {
  it.each<[string, unknown[]]>([
    ["[-12.50e+1]", [[-125]]],
    ['["x",-1.05e1,0]', [[""], ["x"], ["x", -1], ["x", -1.05], ["x", -10.5], ["x", -10.5, 0]]],
    ['["x",true,null]', [[""], ["x"], ["x", true], ["x", true, null]]],
    ['{"ab":"c"}', [{}, { ab: "" }, { ab: "c" }]],
    ['["\\u00e9\\n"]', [[""], ["é"], ["é\n"]]],
    ['["a😀b"]', [[""], ["a"], ["a😀"], ["a😀b"]]],
    ['["\\ud83d\\ude00"]', [[""], ["😀"]]],
    ['["\\ud83dx"]', [[""], ["\ud83dx"]]],
    ['["\\ud83d"]', [[""], ["\ud83d"]]],
    ['{"a":{}}', [{}, { a: {} }]],
    ['{"a":1,"a":"x"}', [{}, { a: 1 }, { a: "" }, { a: "x" }]],
    ['{"a":[],"b":[{}]}', [{}, { a: [] }, { a: [], b: [] }, { a: [], b: [{}] }]],
  ])("%s character by character", (text, expected) => {
    expect(snapshotsOf(cut(text, [1])).snapshots).toEqual(expected);
  });

  it("tells no change when only the notation grows", () => {
    const parser = new IncrementalJsonParser();
    expect(parser.write('{"a":1')).toBe(true);
    const snapshot = parser.snapshot();
    for (const more of [".", "0", "0", "e", "0", " ", "}"]) expect(parser.write(more)).toBe(false);
    expect(parser.isComplete).toBe(true);
    expect(parser.snapshot()).toEqual(snapshot);
  });

  it("gives the same snapshot until something changes", () => {
    const parser = new IncrementalJsonParser();
    parser.write('{"a":["x"');
    const snapshot = parser.snapshot();
    expect(parser.write("  ]")).toBe(false);
    expect(parser.snapshot()).toBe(snapshot);
  });

  it("keeps a huge number at its beginning until it is whole", () => {
    const digits = "1.".padEnd(3000, "3");
    const { parser, snapshots } = snapshotsOf(cut(`["",${digits}e5]`, [7]));
    expect(parser.snapshot()).toEqual(["", Number(`${digits}e5`)]);
    expect(snapshots.length).toBeLessThan(20);
  });

  it("ignores what comes after the end", () => {
    const parser = new IncrementalJsonParser();
    parser.write("[1]");
    expect(parser.write("[2]")).toBe(false);
    expect(parser.end()).toBe(false);
    expect(parser.end()).toBe(false);
    expect(parser.write("x")).toBe(false);
    expect(parser.snapshot()).toEqual([1]);
  });

  it("keeps line breaks that were not escaped", () => {
    expect(finalOf('{"a":"x\ny\t"}')).toEqual({ a: "x\ny\t" });
  });
});

describe("documents that turn invalid", () => {
  it.each<[string, unknown, number, string]>([
    ['{"a": ]', {}, 6, "a value"],
    ['{"a":1,}', { a: 1 }, 7, "a key in double quotes"],
    ['{"a":1 "b"}', { a: 1 }, 7, '"," or "}"'],
    ['{"a":1, "b" 2}', { a: 1 }, 12, '":" after the key'],
    ["[1,2 3]", [1, 2], 5, '"," or "]"'],
    ["[1,]", [1], 3, "a value"],
    ["[[],01]", [[], 0], 5, '"," or "]"'],
    ["[[],1.x]", [[], 1], 6, "a digit"],
    ["[[],nul]", [[]], 7, '"null"'],
    ["[[],+1]", [[]], 4, "a value"],
    ['["a\\x"]', ["a"], 4, "an escape that JSON knows"],
    ['["a\\u00g0"]', ["a"], 7, "an escape that JSON knows"],
    ["```json\n{a}", {}, 9, 'a key in double quotes or "}"'],
    ["```json\n[x]", [], 9, 'a value or "]"'],
  ])("%s", (text, expected, position, wanted) => {
    for (const sizes of [[text.length], [1], [3]]) {
      const { parser } = snapshotsOf(cut(`${text} {"b":2}`, sizes));
      expect(parser.snapshot()).toEqual(expected);
      expect(parser.isComplete).toBe(false);
      const found = JSON.stringify(`${text} `.charAt(position));
      const message = `Expected ${wanted} at position ${position}, found ${found}.`;
      expect(parser.failure).toEqual({ message, position });
    }
  });

  it("counts positions over all chunks, prose and text that was read twice", () => {
    const { parser } = snapshotsOf(['"He', 'llo", ', '{"a":', "]"]);
    expect(parser.failure?.position).toBe(14);
  });
});

describe("adversarial documents", () => {
  it("reads a nesting of 20,000 without recursion", () => {
    const depth = 20_000;
    const { parser, snapshots } = snapshotsOf(
      cut(`${"[".repeat(depth)}1${"]".repeat(depth)}`, [97]),
    );
    let value = parser.snapshot();
    let levels = 0;
    while (Array.isArray(value)) {
      value = value[0];
      levels += 1;
    }
    expect(levels).toBe(depth);
    expect(snapshots.length).toBeGreaterThan(0);
  });

  it("keeps a __proto__ key as an own property", () => {
    const text = '{"__proto__":{"polluted":true},"constructor":1,"toString":{"__proto__":null}}';
    const value = finalOf(text);
    expect(JSON.stringify(value)).toBe(text);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });

  it("reads brackets that never become JSON in one pass", () => {
    const { parser } = snapshotsOf(cut(`${"[".repeat(200_000)}x${"{".repeat(200_000)}`, [1000]));
    expect(parser.hasValue).toBe(true);
    expect(parser.snapshot()).toEqual({});
  });
});
