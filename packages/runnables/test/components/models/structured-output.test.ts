import {
  AIMessageChunk,
  ToolCallingChatModel,
  type AIMessageChunkFields,
  type BaseChatModelCallOptions,
  type BaseMessage,
  type ModelOptions,
  type StructuredOutputBinding,
  type StructuredOutputRequest,
} from "@rivulet/runnables";
import { EventRecorder, rivuletMatchers } from "@rivulet/testing";
import { z } from "zod";
import { collect } from "../../support/collect.ts";
import { failureOf, namesOf, record } from "../../support/record.ts";

/** Streams what it is told, and notes the options of its calls. */
class FormModel extends ToolCallingChatModel {
  readonly calls: ModelOptions<BaseChatModelCallOptions>[] = [];
  readonly chunks: readonly AIMessageChunk[];

  constructor(chunks: readonly AIMessageChunk[]) {
    super();
    this.chunks = chunks;
  }

  protected override async *_streamResponseChunks(
    _messages: readonly BaseMessage[],
    options: ModelOptions,
  ): AsyncGenerator<AIMessageChunk> {
    this.calls.push(options);
    yield* this.chunks;
  }
}

/** A provider that has a way of its own. */
class JsonSchemaModel extends FormModel {
  readonly requests: StructuredOutputRequest[] = [];

  protected override _bindStructuredOutput(
    request: StructuredOutputRequest,
  ): StructuredOutputBinding<BaseChatModelCallOptions> {
    this.requests.push(request);
    if (request.method === "functionCalling") return super._bindStructuredOutput(request);
    return { method: request.method ?? "jsonSchema", options: { stop: ["END"] } };
  }
}

expect.extend(rivuletMatchers);

const schema = z.object({ city: z.string(), days: z.number().default(1) });

function piecesOf(...texts: readonly string[]): AIMessageChunk[] {
  return texts.map(
    (args, position) =>
      new AIMessageChunk({
        content: "",
        tool_call_chunks: [
          position === 0 ? { index: 0, id: "c1", name: "extract", args } : { index: 0, args },
        ],
      }),
  );
}

const textsOf = (...texts: readonly string[]): AIMessageChunk[] =>
  texts.map((text) => new AIMessageChunk(text));

describe("withStructuredOutput() by a tool", () => {
  it("binds a tool that the model must call, and answers with its checked arguments", async () => {
    const model = new FormModel(piecesOf('{"ci', 'ty":"Os', 'lo"}'));
    const answer = await model.withStructuredOutput(schema).invoke("Where?");

    expect(answer).toStrictEqual({ city: "Oslo", days: 1 });
    expect(model.calls[0]).toMatchObject({
      tool_choice: "extract",
      tools: [{ name: "extract", schema: { type: "object", required: ["city"] } }],
    });
  });

  it("streams what is there so far, and the checked answer in the end", async () => {
    const model = new FormModel(piecesOf('{"ci', 'ty":"Os', 'lo"', "}"));

    expect(await collect(model.withStructuredOutput(schema).stream("Where?"))).toStrictEqual([
      { city: "Os" },
      { city: "Oslo" },
      { city: "Oslo", days: 1 },
    ]);
  });

  it("takes the first of several calls, and leaves other tools aside", async () => {
    const chunks = [
      new AIMessageChunk({
        tool_call_chunks: [{ index: 0, id: "c0", name: "think", args: '{"city":"Rome"}' }],
      }),
      new AIMessageChunk({
        tool_call_chunks: [
          { index: 1, id: "c1", name: "extract", args: '{"city":"Oslo","days":2}' },
        ],
      }),
      new AIMessageChunk({
        tool_call_chunks: [{ index: 1, id: "c2", name: "extract", args: '{"city":"Bergen"}' }],
      }),
    ];
    const model = new FormModel(chunks).withStructuredOutput(schema);

    expect(await model.invoke("Where?")).toStrictEqual({ city: "Oslo", days: 2 });
    expect(await collect(model.stream("Where?"))).toStrictEqual([
      { city: "Oslo", days: 2 },
      { city: "Oslo", days: 2 },
    ]);
  });

  it("names the tool as it is told, or by the schema's title", async () => {
    const model = new FormModel([]);
    const json = { title: "place", description: "A place.", type: "object", properties: {} };
    await failureOf(model.withStructuredOutput(json).invoke("?"));
    await failureOf(model.withStructuredOutput(json, { name: "trip" }).invoke("?"));

    expect(model.calls).toMatchObject([
      { tool_choice: "place", tools: [{ name: "place", description: "A place.", schema: json }] },
      { tool_choice: "trip", tools: [{ name: "trip" }] },
    ]);
  });

  it("hands on what a JSON schema says without checking it", async () => {
    const model = new FormModel(piecesOf('{"days":"many"}'));

    expect(await model.withStructuredOutput({ type: "object" }).invoke("?")).toStrictEqual({
      days: "many",
    });
  });

  it.each<[string, AIMessageChunk[], string, string]>([
    ["no call", textsOf("I would ", "rather not."), "no call of extract", "I would rather not."],
    ["half a call", piecesOf('{"city":"Os'), "no complete JSON", '{"city":"Os'],
    ["arguments that do not fit", piecesOf('{"city":3}'), "city: ", '{"city":3}'],
  ])("fails on %s, invoked and streamed", async (_kind, chunks, message, text) => {
    const model = new FormModel(chunks).withStructuredOutput(schema);
    const expected = {
      name: "OutputParserError",
      code: "OUTPUT_PARSER",
      run_name: "StructuredAnswerParser",
      message: expect.stringContaining(message),
      text,
    };

    await expect(model.invoke("?")).rejects.toMatchObject(expected);
    await expect(collect(model.stream("?"))).rejects.toMatchObject(expected);
  });

  it("waits for a schema that checks asynchronously, streamed as well", async () => {
    const slow = schema.refine(async ({ city }) => Promise.resolve(city !== "Rome"), "not Rome");
    const oslo = new FormModel(piecesOf('{"city":"Oslo"}')).withStructuredOutput(slow);
    const rome = new FormModel(piecesOf('{"city":"Rome"}')).withStructuredOutput(slow);

    expect((await collect(oslo.stream("?"))).at(-1)).toStrictEqual({ city: "Oslo", days: 1 });
    await expect(collect(rome.stream("?"))).rejects.toMatchObject({
      name: "OutputParserError",
      message: expect.stringContaining("not Rome"),
    });
  });

  it("tells a run of the model and a run of the parser", async () => {
    const { events, callbacks } = record();
    await new FormModel(piecesOf('{"city":"Oslo"}'))
      .withStructuredOutput(schema)
      .invoke("?", { callbacks });

    expect(events).toObeyRunLaws();
    expect(events).toMatchRunTree(`
      StructuredOutput (chain) ended
      ├─ FormModel (chat_model) ended [seq:step:1]
      └─ StructuredAnswerParser (parser) ended [seq:step:2]
    `);
  });
});

describe("withStructuredOutput() in a provider's own way", () => {
  it("gives the provider the request, and its options to the model", async () => {
    const model = new JsonSchemaModel(textsOf('{"city":', '"Oslo"}'));
    const options = { name: "place", strict: true } as const;

    expect(await model.withStructuredOutput(schema, options).invoke("?")).toStrictEqual({
      city: "Oslo",
      days: 1,
    });
    expect(model.requests).toMatchObject([
      { name: "place", strict: true, method: undefined, schema: { type: "object" } },
    ]);
    expect(model.calls[0]).toMatchObject({ stop: ["END"] });
  });

  it("streams the JSON of the text while it grows, and then the checked answer", async () => {
    const model = new JsonSchemaModel(textsOf('{"city":', '"Os', 'lo"', "}"));

    expect(await collect(model.withStructuredOutput(schema).stream("?"))).toStrictEqual([
      {},
      { city: "Os" },
      { city: "Oslo" },
      { city: "Oslo", days: 1 },
    ]);
  });

  it("can still be asked to answer by a tool", async () => {
    const model = new JsonSchemaModel(piecesOf('{"city":"Oslo"}'));
    const runnable = model.withStructuredOutput(schema, { method: "functionCalling" });

    expect(await runnable.invoke("?")).toStrictEqual({ city: "Oslo", days: 1 });
    expect(model.calls[0]).toMatchObject({ tool_choice: "extract" });
  });

  it.each<[string, AIMessageChunkFields]>([
    ["beside the content", { additional_kwargs: { refusal: "That is private." } }],
    ["in a block", { content: [{ type: "refusal", refusal: "That is private." }] }],
  ])("says that the model refused, %s", async (_where, fields) => {
    const model = new JsonSchemaModel([new AIMessageChunk(fields)]).withStructuredOutput(schema);

    await expect(model.invoke("?")).rejects.toMatchObject({
      name: "OutputParserError",
      message: "StructuredAnswerParser found no JSON, because the model refused: That is private.",
    });
  });

  it.each([
    ["an unknown method", { method: "guessing" as never }],
    ["a method that the model lacks", { method: "jsonMode" as const }],
  ])("refuses %s at once", (_kind, options) => {
    expect(() => new FormModel([]).withStructuredOutput(schema, options)).toThrow(
      expect.objectContaining({ name: "InvalidArgumentError" }),
    );
  });

  it("refuses a schema that has no JSON form at once", () => {
    expect(() => new FormModel([]).withStructuredOutput(z.object({ at: z.date() }))).toThrow(
      expect.objectContaining({ name: "InvalidArgumentError" }),
    );
    expect(() => new FormModel([]).withStructuredOutput(z.array(z.string()))).toThrow(
      expect.objectContaining({ name: "InvalidArgumentError" }),
    );
  });
});

describe("withStructuredOutput({ includeRaw: true })", () => {
  const chunks = textsOf('{"city":', '"Oslo"}');

  it("gives the message and what was parsed", async () => {
    const runnable = new JsonSchemaModel(chunks).withStructuredOutput(schema, { includeRaw: true });

    expect(await runnable.invoke("?")).toStrictEqual({
      raw: new AIMessageChunk('{"city":"Oslo"}'),
      parsed: { city: "Oslo", days: 1 },
    });
    expect(await collect(runnable.stream("?"))).toStrictEqual([
      { raw: chunks[0] },
      { raw: chunks[1] },
      { parsed: { city: "Oslo", days: 1 } },
    ]);
  });

  it("gives null where the message does not fit, and tells the parser's error", async () => {
    const { events, callbacks } = record();
    const runnable = new JsonSchemaModel(textsOf('{"city":', "3}")).withStructuredOutput(schema, {
      includeRaw: true,
    });

    expect(await runnable.invoke("?", { callbacks })).toStrictEqual({
      raw: new AIMessageChunk('{"city":3}'),
      parsed: null,
    });
    expect(await collect(runnable.stream("?"))).toContainEqual({ parsed: null });
    expect(namesOf(events)).toContain("on_parser_error");
    expect(events).toObeyRunLaws();
  });
});

describe("a schema that waits", () => {
  const waiting = z.object({
    city: z.string().refine(() => new Promise<boolean>(() => undefined)),
  });
  const chunks = piecesOf('{"city":"Oslo"}');

  it("holds nobody who leaves while it does", async () => {
    const model = new FormModel(chunks).withStructuredOutput(waiting);
    const recorder = new EventRecorder();
    for await (const event of model.streamEvents("?", { callbacks: [recorder] }))
      if (event.event === "on_chat_model_end") break;

    expect(recorder).toObeyRunLaws();
    expect(recorder.events.at(-1)).toMatchObject({ event: "on_chain_cancel", parent_ids: [] });
  });
});
