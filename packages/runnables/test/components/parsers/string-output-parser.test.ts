import {
  AIMessageChunk,
  HumanMessage,
  StringOutputParser,
  type ParserInput,
} from "@rivulet/runnables";
import { collect } from "../../support/collect.ts";
import { failureOf, namesOf, record } from "../../support/record.ts";

const parser = new StringOutputParser();
const blocks = new AIMessageChunk({
  content: [
    { type: "text", text: "a" },
    { type: "image_url", image_url: "https://example.com/a.png" },
    { type: "text", text: "b" },
  ],
});

async function* streamOf<Item>(...items: readonly Item[]): AsyncGenerator<Item> {
  yield* items;
}

describe("StringOutputParser", () => {
  it.each<[string, ParserInput, string]>([
    ["a text", "hello", "hello"],
    ["a message", new HumanMessage("hello"), "hello"],
    ["the text blocks of a message", blocks, "ab"],
    ["a message that says nothing", new AIMessageChunk(""), ""],
  ])("takes %s", async (_kind, input, output) => {
    expect(await parser.invoke(input)).toBe(output);
    expect(await collect(parser.stream(input))).toStrictEqual([output]);
  });

  it("hands on the text of each chunk, also where there is none", async () => {
    const chunks = streamOf(new AIMessageChunk("a"), new AIMessageChunk(""), blocks);

    expect(await collect(parser.transform(chunks))).toStrictEqual(["a", "", "ab"]);
  });

  it.each<unknown>([42, null, undefined, {}, ["hello"]])("fails on %j", async (input) => {
    const { events, callbacks } = record();
    const wrong = input as string;

    expect(await failureOf(() => parser.invoke(wrong, { callbacks }))).toMatchObject({
      name: "InvalidInputError",
    });
    expect(await failureOf(() => collect(parser.stream(wrong)))).toMatchObject({
      name: "InvalidInputError",
    });
    expect(namesOf(events)).toStrictEqual(["on_parser_start", "on_parser_error"]);
  });

  it("tells the whole text at the end", async () => {
    const { events, callbacks } = record();
    await collect(parser.transform(streamOf("a", "b", "c"), { callbacks }));

    expect(events.map(({ event, data }) => [event, data])).toStrictEqual([
      ["on_parser_start", {}],
      ["on_parser_stream", { chunk: "a" }],
      ["on_parser_stream", { chunk: "b" }],
      ["on_parser_stream", { chunk: "c" }],
      ["on_parser_end", { input: "abc", output: "abc" }],
    ]);
  });
});
