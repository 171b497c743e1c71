import {
  AIMessageChunk,
  BaseChatModel,
  type BaseChatModelCallOptions,
  type BaseMessage,
  type ModelOptions,
  type StructuredOutputBinding,
  type StructuredOutputRequest,
} from "@rivulet/runnables";
import { z } from "zod";
import { collect } from "../../support/collect.ts";

/** Streams what it is told, and notes the options of its calls. */
class FormModel extends BaseChatModel {
  readonly calls: ModelOptions<BaseChatModelCallOptions>[] = [];
  readonly #chunks: readonly AIMessageChunk[];

  constructor(chunks: readonly AIMessageChunk[]) {
    super();
    this.#chunks = chunks;
  }

  protected override async *_streamResponseChunks(
    _messages: readonly BaseMessage[],
    options: ModelOptions,
  ): AsyncGenerator<AIMessageChunk> {
    this.calls.push(options);
    yield* this.#chunks;
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
});
