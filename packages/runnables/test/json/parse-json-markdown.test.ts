import { parseJsonMarkdown } from "../../src/json/parse-json-markdown.ts";

describe("parseJsonMarkdown", () => {
  it.each<[string, unknown]>([
    ['As you wish:\n```json\n{"a": 1}\n```\nBye', { a: 1 }],
    ['{"a": 1}', { a: 1 }],
    ["```\n[1]\n```", [1]],
    ["42", 42],
    ["null", null],
    ['{"a": 1', undefined],
    ['{"a": ]', undefined],
    ["prose", undefined],
  ])("%j", (text, expected) => {
    expect(parseJsonMarkdown(text)).toEqual(expected);
  });
});
