import {
  AIMessage,
  BaseOutputParser,
  OutputParserError,
  StructuredOutputParser,
} from "@rivulet/runnables";
import { ScriptedChatModel } from "@rivulet/testing";
import { z } from "zod";
import { collect } from "../../support/collect.ts";
import { failureOf, namesOf, record } from "../../support/record.ts";

const schema = z.object({ name: z.string(), size: z.coerce.number() });
const parser = StructuredOutputParser.fromZodSchema(schema);

describe("StructuredOutputParser", () => {
  it("gives what the schema makes of the JSON", async () => {
    expect(await parser.invoke('```json\n{"name": "a", "size": "4"}\n```')).toStrictEqual({
      name: "a",
      size: 4,
    });
    expect(await parser.invoke(new AIMessage('{"name": "a", "size": 4, "more": 1}'))).toStrictEqual(
      { name: "a", size: 4 },
    );
  });

  it("waits for the end of the text in a stream", async () => {
    const model = new ScriptedChatModel({ chunks: ['{"name": ', '"a", "size"', ": 4}"] });

    expect(await collect(model.pipe(parser).stream("go"))).toStrictEqual([{ name: "a", size: 4 }]);
  });

  it("says where the JSON does not fit the schema", async () => {
    const { events, callbacks } = record();
    const text = '{"name": 1, "size": "big"}';
    const error = await failureOf(() => parser.invoke(text, { callbacks }));

    expect(error).toBeInstanceOf(OutputParserError);
    expect(error).toMatchObject({ text, message: expect.stringMatching(/name: .*size: /u) });
    expect(namesOf(events)).toStrictEqual(["on_parser_start", "on_parser_error"]);
  });

  it.each(["", "no JSON", '{"name": "a", "size": 4'])(
    "fails where there is no whole JSON in %j",
    async (text) => {
      expect(await failureOf(() => parser.invoke(text))).toMatchObject({
        name: "OutputParserError",
        text,
      });
    },
  );

  it("takes a schema whose checks are asynchronous", async () => {
    const known = z.object({ name: z.string().refine(async (name) => name === "known") });
    const checking = StructuredOutputParser.fromZodSchema(known);

    expect(await checking.invoke('{"name": "known"}')).toStrictEqual({ name: "known" });
    expect(await failureOf(() => checking.invoke('{"name": "x"}'))).toBeInstanceOf(
      OutputParserError,
    );
  });

  it("tells the model what to write", () => {
    expect(parser.getFormatInstructions()).toMatch(/JSON schema:\n\{.*"name".*"size".*\}$/u);
  });

  it("tells the model to write JSON where the schema cannot describe itself", () => {
    const bare = new StructuredOutputParser({
      "~standard": { version: 1, vendor: "own", validate: (value) => ({ value }) },
    });

    expect(bare.getFormatInstructions()).toMatch(/JSON/u);
    expect(bare.getFormatInstructions()).not.toMatch(/schema/u);
  });

  it.each([undefined, null, {}, "schema", { type: "object" }])(
    "refuses %j for a schema",
    (given) => {
      expect(() => new StructuredOutputParser(given as unknown as typeof schema)).toThrow(
        expect.objectContaining({ name: "InvalidArgumentError" }),
      );
    },
  );
});

describe("BaseOutputParser", () => {
  class LinesParser extends BaseOutputParser<readonly string[]> {
    override parse(text: string): readonly string[] {
      if (text === "") throw new OutputParserError("There are no lines.", { text });
      return text.split("\n");
    }
  }

  it("parses the whole text, as a run of type parser", async () => {
    const model = new ScriptedChatModel({ chunks: ["a\n", "b"] });
    const events = await collect(
      model.pipe(new LinesParser()).streamEvents("go", {}, { includeTypes: ["parser"] }),
    );

    expect(events.map(({ event, name, data }) => ({ event, name, data }))).toStrictEqual([
      {
        event: "on_parser_start",
        name: "LinesParser",
        data: { input: expect.objectContaining({ content: "a\nb" }) },
      },
      { event: "on_parser_stream", name: "LinesParser", data: { chunk: ["a", "b"] } },
      {
        event: "on_parser_end",
        name: "LinesParser",
        data: { input: expect.anything(), output: ["a", "b"] },
      },
    ]);
  });

  it("fails as `parse` does", async () => {
    expect(await failureOf(() => new LinesParser().invoke(""))).toMatchObject({
      name: "OutputParserError",
      text: "",
    });
    expect(await failureOf(() => new LinesParser().invoke(1 as unknown as string))).toMatchObject({
      name: "InvalidInputError",
    });
  });
});
