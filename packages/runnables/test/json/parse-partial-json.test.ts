import { parsePartialJson } from "../../src/json/parse-partial-json.ts";

describe("parsePartialJson", () => {
  it.each<[string, unknown]>([
    ['{"names": ["France", "Sp', { names: ["France", "Sp"] }],
    ['{"a": 1, "b": tr', { a: 1 }],
    ["{", {}],
    ['"abc', "abc"],
    ["-", undefined],
    ["no JSON", undefined],
    ['{"a": 1]', { a: 1 }],
    ['```json\n{"a": [1, 2', { a: [1, 2] }],
  ])("%j", (text, expected) => {
    expect(parsePartialJson(text)).toEqual(expected);
  });

  it("gives a plain value of a wide document too", () => {
    const value = parsePartialJson(`[${"1,".repeat(3000)}`);
    expect(structuredClone(value)).toHaveLength(3000);
  });
});
