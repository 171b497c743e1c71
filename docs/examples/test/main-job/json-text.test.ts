import { toJsonLines, toJsonText } from "../../src/main-job/json-text.ts";

describe("JSON as a person sees it", () => {
  it.each([
    [null, "null"],
    [0, "0"],
    [-1.5e300, "-1.5e+300"],
    [true, "true"],
    ['a"b\n', String.raw`"a\"b\n"`],
    ["\u009B2J\u007F", String.raw`"\u009b2J\u007f"`],
    [[], "[]"],
    [{}, "{}"],
    [[1, [2], {}], "[1, [2], {}]"],
    [{ a: [], "b c": { d: null } }, '{ "a": [], "b c": { "d": null } }'],
  ])("%j is %s", (value, text) => {
    expect(toJsonText(value)).toBe(text);
  });

  it("shows the end of what is long, and the surface of what is deep", () => {
    expect(toJsonText(Array.from({ length: 1_000 }, (_, index) => index))).toBe(
      "[… 994 before, 994, 995, 996, 997, 998, 999]",
    );
    expect(
      toJsonText(
        Object.fromEntries(Array.from({ length: 14 }, (_, index) => [`k${String(index)}`, index])),
      ),
    ).toMatch(/^\{ … 2 before, "k2": 2, .*"k13": 13 \}$/);
    const deep = Array.from({ length: 10_000 }).reduce<[unknown]>((inner) => [inner], [1]);
    expect(toJsonText(deep as never)).toBe("[[[[[[[…]]]]]]]");
    const text = `${"a".repeat(59)}🍰${"b".repeat(100)}`;
    expect(toJsonText(text)).toBe(`"${"a".repeat(59)}…${"b".repeat(60)}"`);
  });

  it("breaks a value into lines, and keeps small things together", () => {
    expect(toJsonLines({ list: [{ a: 1, b: [] }, { c: { d: 1 } }], empty: {} })).toEqual([
      "{",
      '  "list": [',
      '    { "a": 1, "b": [] },',
      "    {",
      '      "c": { "d": 1 }',
      "    }",
      "  ],",
      '  "empty": {}',
      "}",
    ]);
    expect(toJsonLines([10, 20], 4)).toEqual(["[", "  10,", "  20", "]"]);
    expect(toJsonLines("text")).toEqual(['"text"']);
    expect(toJsonLines({})).toEqual(["{}"]);
  });
});
