import {
  AIMessageChunk,
  ToolCallingChatModel,
  tool,
  ToolMessage,
  toToolDefinition,
  isToolLike,
  type BaseMessage,
  type BindToolsInput,
  type ModelOptions,
} from "@rivulet/runnables";
import { z } from "zod";
import { collect } from "../../support/collect.ts";

/** Calls the tool that it was told of first, and notes what it was called with. */
class ToolModel extends ToolCallingChatModel {
  readonly calls: ModelOptions[] = [];

  protected override async *_streamResponseChunks(
    _messages: readonly BaseMessage[],
    options: ModelOptions,
  ): AsyncGenerator<AIMessageChunk> {
    this.calls.push(options);
    yield new AIMessageChunk({
      tool_call_chunks: [{ index: 0, id: "c1", name: "add", args: '{"x":' }],
    });
    yield new AIMessageChunk({ tool_call_chunks: [{ index: 0, args: "1}" }] });
  }
}

const add = tool(({ x }) => x + 1, {
  name: "add",
  description: "Adds one.",
  schema: z.object({ x: z.number() }),
});

describe("bindTools()", () => {
  it("tells the model of the tools in every call, streamed or not, and keeps the model as it was", async () => {
    const model = new ToolModel();
    const bound = model.bindTools([add], { tool_choice: "any" });
    await bound.invoke("?");
    await collect(bound.stream("?"));
    await bound.invoke("?", { tool_choice: "none", stop: ["."] });
    await model.invoke("?");

    expect(model.calls).toMatchObject([
      { tools: [add], tool_choice: "any" },
      { tools: [add], tool_choice: "any" },
      { tools: [add], tool_choice: "none", stop: ["."] },
      {},
    ]);
    expect(model.calls[3]).not.toHaveProperty("tools");
  });

  it("passes tools in a provider's own form through", async () => {
    const model = new ToolModel();
    const own = [{ type: "web_search" }, { name: "old", input_schema: { type: "object" } }];
    await model.bindTools(own).invoke("?");

    expect(model.calls[0]?.["tools"]).toStrictEqual(own);
    expect(own.map((given) => isToolLike(given))).toStrictEqual([false, false]);
  });

  it("leads from a call to a message that answers it, and back to the model", async () => {
    const model = new ToolModel();
    const answer = await model.bindTools([add]).invoke("What is one and one?");
    const [call] = answer.tool_calls;
    if (call === undefined) throw new Error("There is no call.");
    const result = await add.invoke(call);

    expect(call).toStrictEqual({ type: "tool_call", id: "c1", name: "add", args: { x: 1 } });
    expect(result).toStrictEqual(
      new ToolMessage({ content: "2", tool_call_id: "c1", name: "add", artifact: 2 }),
    );
  });

  it.each<[string, unknown]>([
    ["no list", add],
    ["a tool that is none", ["add"]],
    ["nothing in the list", [undefined]],
    ["a runnable that is no tool any more", [add.withConfig({ tags: ["a"] })]],
    ["a tool without a name", [{ name: "", schema: { type: "object" } }]],
    ["a schema that JSON cannot say", [{ name: "a", schema: z.object({ at: z.date() }) }]],
    ["a schema that is no object's", [{ name: "a", schema: z.string() }]],
  ])("refuses %s at once", (_kind, tools) => {
    expect(() => new ToolModel().bindTools(tools as readonly BindToolsInput[])).toThrow(
      expect.objectContaining({ name: "InvalidArgumentError" }),
    );
  });
});

describe("toToolDefinition()", () => {
  it("says a zod schema as JSON, as the model shall fill it in", () => {
    const schema = z.object({
      city: z.string().describe("Which city."),
      days: z.number().default(1),
    });

    expect(
      toToolDefinition({ name: "weather", description: "The weather.", schema }),
    ).toStrictEqual({
      name: "weather",
      description: "The weather.",
      parameters: {
        type: "object",
        properties: {
          city: { type: "string", description: "Which city." },
          days: { type: "number", default: 1 },
        },
        required: ["city"],
      },
    });
  });

  it("passes a JSON schema through", () => {
    const schema = { type: "object", properties: {} };

    expect(toToolDefinition({ name: "a", schema }).parameters).toBe(schema);
  });

  it("makes a tool without schema one without arguments", () => {
    expect(toToolDefinition(tool(() => "", { name: "now" }))).toStrictEqual({
      name: "now",
      description: "",
      parameters: { type: "object", properties: {} },
    });
  });

  it("asks a schema for its JSON form once", () => {
    const input = jest.fn(() => ({ type: "object" }));
    const validate = (value: unknown) => ({ value });
    const schema = { "~standard": { version: 1, vendor: "mine", validate, jsonSchema: { input } } };
    toToolDefinition({ name: "a", schema });

    expect(toToolDefinition({ name: "a", schema }).parameters).toStrictEqual({ type: "object" });
    expect(input.mock.calls).toStrictEqual([[{ target: "draft-2020-12" }]]);
  });

  it.each<[string, object]>([
    ["has no JSON form", { "~standard": { version: 1, vendor: "mine" } }],
    ["has one that is none", { "~standard": { vendor: "mine", jsonSchema: { input: () => 3 } } }],
    ["is none", [1]],
  ])("refuses a schema that %s", (_kind, schema) => {
    expect(() => toToolDefinition({ name: "a", schema })).toThrow(
      expect.objectContaining({ name: "InvalidArgumentError" }),
    );
  });
});
