import {
  AIMessage,
  JsonOutputParser,
  OutputParserError,
  type JsonPatchOperation,
} from "@rivulet/runnables";
import { ScriptedChatModel } from "@rivulet/testing";
import jsonPatch from "fast-json-patch";
import { collect } from "../../support/collect.ts";
import { dataOf, failureOf, namesOf, record } from "../../support/record.ts";

const parser = new JsonOutputParser();

function streamed(text: string, chunkLength = 1): AsyncIterable<unknown> {
  const chunks = text.match(new RegExp(`[^]{1,${String(chunkLength)}}`, "gu")) ?? [];
  return new ScriptedChatModel({ chunks }).pipe(parser).stream("go");
}

describe("JsonOutputParser", () => {
  it("reads a text by itself, and says what to ask the model for", async () => {
    expect(await new JsonOutputParser<{ a: number }>().parse('It is {"a": 1}.')).toEqual({ a: 1 });
    expect(await failureOf(parser.parse("no JSON"))).toBeInstanceOf(OutputParserError);
    expect(parser.getFormatInstructions()).toContain("JSON");
  });

  it.each<[string, string, unknown]>([
    ["bare", '{"a": [1, true, null]}', { a: [1, true, null] }],
    ["in prose", 'Here it is:\n{"a": 1}\nThat is all.', { a: 1 }],
    ["in a fence", 'Here:\n```json\n{"a": 1}\n```\nDone.', { a: 1 }],
    ["in a fence without a language", "```\n[1, 2]\n```", [1, 2]],
    ["in a fence that is not closed", '```json\n{"a": 1}', { a: 1 }],
    ["broken off in a string", '{"a": "hel', { a: "hel" }],
    ["broken off in a number", "[1, 23", [1, 23]],
    ["broken off behind a key", '{"a": 1, "b"', { a: 1 }],
    ["broken off in a literal", '{"a": 1, "b": tr', { a: 1 }],
    ["with fences inside", '{"a": "```json\\n{}```"}', { a: "```json\n{}```" }],
    ["a list", "[]", []],
  ])("finds JSON %s", async (_kind, text, value) => {
    expect(await parser.invoke(text)).toEqual(value);
    expect(await parser.invoke(new AIMessage(text))).toEqual(value);
    expect((await collect(streamed(text))).at(-1)).toEqual(value);
    expect((await collect(streamed(text, 7))).at(-1)).toEqual(value);
  });

  it.each([
    ["a comma too many", '{"a": 1,, "b": 2}', 8],
    ["no comma", '{"a": 1 "b": 2}', 8],
    ["a wrong literal", '{"a": nul1}', 9],
    ["a wrong bracket", '{"a": [1}', 8],
  ])("fails at the character of %s", async (_kind, text, position) => {
    for (const work of [() => parser.invoke(text), () => collect(streamed(text, 3))]) {
      const error = await failureOf(work);

      expect(error).toBeInstanceOf(OutputParserError);
      expect(error).toMatchObject({
        name: "OutputParserError",
        code: expect.any(String),
        message: expect.stringContaining(`at character ${String(position)}`),
      });
      expect(text.startsWith((error as OutputParserError).text ?? "nothing")).toBe(true);
    }
  });

  it.each(["", "no JSON here", "   "])("fails where there is no JSON in %j", async (text) => {
    for (const work of [() => parser.invoke(text), () => collect(streamed(text))]) {
      expect(await failureOf(work)).toMatchObject({ name: "OutputParserError", text });
    }
  });

  it("streams the values up to where the JSON is wrong, then fails, in one start and one error", async () => {
    const { events, callbacks } = record({ includeTypes: ["parser"] });
    const chain = new ScriptedChatModel({ chunks: ['{"a": [1', ", 2", ", ]", "3"] }).pipe(parser);
    const seen: unknown[] = [];
    const error = await failureOf(async () => {
      for await (const value of chain.stream("go", { callbacks })) seen.push(value);
    });

    expect(error).toBeInstanceOf(OutputParserError);
    expect(seen).toEqual([{ a: [1] }, { a: [1, 2] }]);
    expect(namesOf(events)).toStrictEqual([
      "on_parser_start",
      "on_parser_stream",
      "on_parser_stream",
      "on_parser_error",
    ]);
  });

  it("fails on what has no text", async () => {
    expect(await failureOf(() => parser.invoke(42 as unknown as string))).toMatchObject({
      name: "InvalidInputError",
    });
  });

  it("keeps the values that it emitted, and never emits one twice", async () => {
    const values = await collect(streamed('{"a": {"b": [1, 2]}, "c": "text"}'));
    const texts = values.map((value) => JSON.stringify(value));

    expect(texts).toStrictEqual([...new Set(texts)]);
    expect(texts.at(0)).toBe("{}");
    expect(texts.at(-1)).toBe('{"a":{"b":[1,2]},"c":"text"}');
  });

  describe("with `diff`", () => {
    const differ = new JsonOutputParser<readonly JsonPatchOperation[]>({ diff: true });
    const chunks = ['Sure: {"a": ', "[1, 2", ', {"b/c"', ': "x', 'y"}]', ', "d": null}', " done"];

    it("streams operations that lead from one value to the next", async () => {
      const model = new ScriptedChatModel({ chunks });
      const values = await collect(model.pipe(parser).stream("go"));
      const diffs = await collect(model.pipe(differ).stream("go"));
      const built: string[] = [];
      let document: unknown = null;
      for (const operations of diffs) {
        document = jsonPatch.applyPatch(
          document,
          structuredClone([...operations]) as jsonPatch.Operation[],
          true,
        ).newDocument;
        built.push(JSON.stringify(document));
      }

      expect(built).toStrictEqual(values.map((value) => JSON.stringify(value)));
    });

    it("ends with the value", async () => {
      const { events, callbacks } = record({ includeTypes: ["parser"] });
      await collect(new ScriptedChatModel({ chunks }).pipe(differ).stream("go", { callbacks }));

      expect(dataOf(events, "on_parser_end")).toMatchObject({
        output: { a: [1, 2, { "b/c": "xy" }], d: null },
      });
    });
  });
});
