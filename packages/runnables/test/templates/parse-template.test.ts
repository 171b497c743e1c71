import { InvalidArgumentError } from "@rivulet/core";
import fc from "fast-check";

import { parseTemplate } from "../../src/templates/parse-template.ts";

describe("parseTemplate", () => {
  test.each<[string, Record<string, unknown>, string]>([
    ["tell me a joke about {topic}", { topic: "parrots" }, "tell me a joke about parrots"],
    ["no variables", {}, "no variables"],
    ["", {}, ""],
    ["{a}{b}{a}", { a: 1, b: true }, "1true1"],
    ["{ a }", { a: "x" }, "x"],
    ['{{"json": {a}}}', { a: [1] }, '{"json": [1]}'],
    ["{{{a}}}", { a: "x" }, "{x}"],
    ["{{a}}", {}, "{a}"],
    ["{a}", { a: "{b}" }, "{b}"],
    ["{a}", { a: "$& $1" }, "$& $1"],
    ["{a}", { a: null }, "null"],
    ["{a}", { a: 10n }, "10"],
    ["{a}", { a: { b: 1 } }, '{"b":1}'],
    ["{chat history}", { "chat history": "x", other: "y" }, "x"],
  ])("%j with %p", (template, values, expected) => {
    expect(parseTemplate(template).format(values)).toBe(expected);
  });

  test("names each variable once, in order", () => {
    expect(parseTemplate("{b}{a}{b}").variables).toEqual(["b", "a"]);
    expect(parseTemplate("{{a}}").variables).toEqual([]);
  });

  test.each<[string, Record<string, unknown>, string]>([
    [
      "nothing was given",
      {},
      'variable "topic" has no value: give it beside what was given (nothing).',
    ],
    ["others were", { a: 1, b: 2 }, '("a", "b")'],
    ["it is undefined", { topic: undefined }, 'variable "topic" has no value'],
  ])("a variable without a value is named when %s", (_, values, message) => {
    const format = (): string => parseTemplate("{topic}").format(values);
    expect(format).toThrow(InvalidArgumentError);
    expect(format).toThrow(message);
  });

  test("a property of every object is no value", () => {
    expect(() => parseTemplate("{toString}").format({})).toThrow(InvalidArgumentError);
  });

  test.each([
    ["{", /"\{" at 0 of the template is never closed/],
    ["a {b", /"\{" at 2/],
    ["a {b{c}", /"\{" at 2/],
    ["}", /"\}" at 0 of the template closes nothing/],
    ["{a}}", /"\}" at 3/],
    ["{}", /"\{\}" at 0 of the template is no variable/],
    ['{"a": 1}', /is no variable: name one, or write "\{\{"/],
  ])("%j is refused", (template, message) => {
    expect(() => parseTemplate(template)).toThrow(InvalidArgumentError);
    expect(() => parseTemplate(template)).toThrow(message);
  });

  test("an unknown format is refused", () => {
    expect(() => parseTemplate("a", "mustache" as never)).toThrow(
      /Unknown template format "mustache"/,
    );
  });

  test.each([
    [
      "a cycle",
      (): unknown => {
        const list: unknown[] = [];
        list.push(list);
        return list;
      },
    ],
    ["a function", (): unknown => () => 1],
  ])("a value that is %s is refused", (_, make) => {
    expect(() => parseTemplate("{a}").format({ a: make() })).toThrow(InvalidArgumentError);
  });

  test("any text comes through, its braces doubled", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("{", "}", "a", "\n", " ") }), (text) => {
        const escaped = text.replaceAll("{", "{{").replaceAll("}", "}}");
        expect(parseTemplate(escaped).format({})).toBe(text);
      }),
    );
  });
});
