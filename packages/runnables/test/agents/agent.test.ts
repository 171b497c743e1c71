import "@rivulet/testing/jest";
import type { RunEvent, RunManager } from "@rivulet/core";
import {
  AIMessage,
  BaseChatModel,
  createAgent,
  HumanMessage,
  SystemMessage,
  tool,
  ToolMessage,
  type AgentTool,
  type AIMessageChunk,
  type BaseChatModelCallOptions,
  type BaseMessage,
  type CreateAgentOptions,
  type ModelOptions,
} from "@rivulet/runnables";
import { parseEvent, serializeEvent } from "@rivulet/runnables/wire";
import { EventRecorder, ScriptedChatModel, type ScriptedChunks } from "@rivulet/testing";
import { z } from "zod";
import { collect } from "../support/collect.ts";
import { failureOf } from "../support/record.ts";
import { calling } from "./support/calling.ts";

function agentOf(
  responses: readonly ScriptedChunks[],
  tools: readonly AgentTool[],
  options: Omit<CreateAgentOptions, "model" | "tools"> = {},
) {
  return createAgent({ model: new ScriptedChatModel({ responses }), tools, ...options });
}

const weather = tool(({ city }) => `rain in ${city}`, {
  name: "weather",
  description: "The weather of a city.",
  schema: z.object({ city: z.string() }),
});
const clock = tool(() => "noon", { name: "clock", schema: z.object({}) });
function eventsOf(events: readonly RunEvent[]): string[] {
  return events.map(({ event, name }) => `${event} ${name}`);
}

describe("an agent of two tools and three steps", () => {
  const responses = [
    ["I look. ", calling(1, ["weather", { city: "Oslo" }])],
    [calling(2, ["clock", {}], ["weather", { city: "Bergen" }])],
    ["Rain", " at noon."],
  ];
  const conversation = [
    new HumanMessage("How is it?"),
    new AIMessage({
      content: "I look. ",
      tool_calls: [{ type: "tool_call", id: "c1", name: "weather", args: { city: "Oslo" } }],
    }),
    new ToolMessage({
      content: "rain in Oslo",
      tool_call_id: "c1",
      name: "weather",
      artifact: "rain in Oslo",
    }),
    new AIMessage({
      tool_calls: [
        { type: "tool_call", id: "c2", name: "clock", args: {} },
        { type: "tool_call", id: "c3", name: "weather", args: { city: "Bergen" } },
      ],
    }),
    new ToolMessage({ content: "noon", tool_call_id: "c2", name: "clock", artifact: "noon" }),
    new ToolMessage({
      content: "rain in Bergen",
      tool_call_id: "c3",
      name: "weather",
      artifact: "rain in Bergen",
    }),
    new AIMessage("Rain at noon."),
  ];

  it("answers with the whole conversation", async () => {
    const { messages } = await agentOf(responses, [weather, clock]).invoke("How is it?");

    expect(messages).toStrictEqual(conversation);
  });

  it.each<[string, Parameters<ReturnType<typeof createAgent>["invoke"]>[0]]>([
    ["{ messages }", { messages: ["How is it?"] }],
    ["messages", [{ role: "user", content: "How is it?" }]],
    ["a message in a list", [new HumanMessage("How is it?")]],
  ])("takes %s", async (_kind, input) => {
    const { messages } = await agentOf(responses, [weather, clock]).invoke(input);

    expect(messages).toStrictEqual(conversation);
  });

  it("streams what each step adds", async () => {
    const updates = await collect(agentOf(responses, [weather, clock]).stream("How is it?"));

    expect(updates).toStrictEqual(
      [[1, 2], [2, 3], [3, 4], [4, 6], [6]].map(([from, to]) => ({
        messages: conversation.slice(from, to),
      })),
    );
  });

  it("shows every step, each run in its place, with its tokens", async () => {
    const agent = agentOf(responses, [weather, clock]);
    const recorder = await EventRecorder.from(agent.streamEvents("How is it?"));

    expect(recorder).toObeyRunLaws();
    expect(recorder).toMatchRunTree(`
      agent (chain) ended
      ├─ ScriptedChatModel (chat_model) ended [agent:step:1]
      ├─ weather (tool) ended [agent:step:1, agent:call:c1]
      ├─ ScriptedChatModel (chat_model) ended [agent:step:2]
      ├─ clock (tool) ended [agent:step:2, agent:call:c2]
      ├─ weather (tool) ended [agent:step:2, agent:call:c3]
      └─ ScriptedChatModel (chat_model) ended [agent:step:3]
    `);
    expect(eventsOf(recorder.events)).toStrictEqual([
      "on_chain_start agent",
      "on_chat_model_start ScriptedChatModel",
      "on_chat_model_stream ScriptedChatModel",
      "on_chat_model_stream ScriptedChatModel",
      "on_chat_model_end ScriptedChatModel",
      "on_chain_stream agent",
      "on_tool_start weather",
      "on_tool_end weather",
      "on_chain_stream agent",
      "on_chat_model_start ScriptedChatModel",
      "on_chat_model_stream ScriptedChatModel",
      "on_chat_model_end ScriptedChatModel",
      "on_chain_stream agent",
      "on_tool_start clock",
      "on_tool_start weather",
      "on_tool_end clock",
      "on_tool_end weather",
      "on_chain_stream agent",
      "on_chat_model_start ScriptedChatModel",
      "on_chat_model_stream ScriptedChatModel",
      "on_chat_model_stream ScriptedChatModel",
      "on_chat_model_end ScriptedChatModel",
      "on_chain_stream agent",
      "on_chain_end agent",
    ]);
    expect(recorder.events[0]).toMatchObject({
      data: { input: "How is it?" },
      metadata: { "gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "agent" },
    });
    expect(recorder.events.at(-1)?.data).toStrictEqual({ output: { messages: conversation } });
  });

  it("comes over a wire, messages as themselves", async () => {
    const agent = agentOf(responses, [weather, clock]);
    const { events } = await EventRecorder.from(agent.streamEvents("How is it?"));
    const parsed = events.map((event) => parseEvent(serializeEvent(event)));

    expect(parsed).toStrictEqual(events);
  });

  it("shows the same when it is only invoked", async () => {
    const recorder = new EventRecorder();
    await agentOf(responses, [weather, clock]).invoke("How is it?", { callbacks: [recorder] });
    const streamed = await EventRecorder.from(
      agentOf(responses, [weather, clock]).streamEvents("How is it?"),
    );

    expect(eventsOf(recorder.events)).toStrictEqual(eventsOf(streamed.events));
    expect(recorder).toObeyRunLaws();
  });
});

describe("the model of an agent", () => {
  /** Notes what it is called with. */
  class NotingModel extends ScriptedChatModel {
    readonly calls: {
      readonly messages: readonly BaseMessage[];
      readonly options: ModelOptions<BaseChatModelCallOptions>;
    }[] = [];

    protected override _streamResponseChunks(
      messages: readonly BaseMessage[],
      options: ModelOptions<BaseChatModelCallOptions>,
      run: RunManager,
    ): AsyncIterable<AIMessageChunk> {
      this.calls.push({ messages, options });
      return super._streamResponseChunks(messages, options, run);
    }
  }

  const responses = [[calling(1, ["clock", {}])], ["Noon."]];

  it.each([
    ["a text", "Be brief."],
    ["a message", new SystemMessage("Be brief.")],
  ])("is told the system prompt, %s, before each answer, and the tools", async (_kind, prompt) => {
    const model = new NotingModel({ responses });
    const agent = createAgent({ model, tools: [clock], systemPrompt: prompt });
    const { messages } = await agent.invoke("When?");

    expect(model.calls.map((call) => call.messages.map(({ text }) => text))).toStrictEqual([
      ["Be brief.", "When?"],
      ["Be brief.", "When?", "", "noon"],
    ]);
    expect(model.calls.map(({ options }) => options.tools)).toStrictEqual([[clock], [clock]]);
    expect(messages.map(({ type }) => type)).toStrictEqual(["human", "ai", "tool", "ai"]);
  });

  it("may be told of tools that the provider runs itself", async () => {
    const model = new NotingModel({ chunks: ["Found."] });
    const search = { type: "web_search", max_uses: 3 };
    await createAgent({ model, tools: [search] }).invoke("?");

    expect(model.calls[0]?.options.tools).toStrictEqual([search]);
  });

  it("may have been told of its tools already, and be wrapped", async () => {
    const failing = new ScriptedChatModel({ chunks: [], failAt: 0, name: "failing" });
    const model = failing
      .bindTools([clock])
      .withFallbacks([new NotingModel({ responses }).bindTools([clock])]);
    const recorder = await EventRecorder.from(
      createAgent({ model, tools: [clock] }).streamEvents("When?"),
    );

    expect(recorder.failure).toBeUndefined();
    expect(recorder).toObeyRunLaws();
    expect(recorder.of({ includeEvents: ["on_tool_end"] })).toHaveLength(1);
  });
});

describe("createAgent()", () => {
  class MuteModel extends BaseChatModel {}
  const model = new ScriptedChatModel({ chunks: ["a"] });
  const run = (tools: readonly unknown[]): object => ({ model, tools });

  it.each<[string, unknown]>([
    ["nothing", undefined],
    ["no model", {}],
    ["a model that is none", { model: "gpt" }],
    ["tools that are no list", { model, tools: clock }],
    ["a tool that cannot be run", run([{ name: "clock", schema: { type: "object" } }])],
    ["two tools of one name", run([clock, clock])],
    ["a tool that is none", run(["clock"])],
    ["a schema without JSON form", run([tool(String, { name: "a", schema: z.date() })])],
    ["tools for a model that cannot call any", { model: new MuteModel(), tools: [clock] }],
    ["a system prompt that is none", { model, systemPrompt: 3 }],
    ["no steps", { model, maxSteps: 0 }],
    ["an empty name", { model, name: "" }],
    ["an option that it has not", { model, middleware: [] }],
  ])("refuses %s at once", (_kind, options) => {
    expect(() => createAgent(options as CreateAgentOptions)).toThrow(
      expect.objectContaining({ name: "InvalidArgumentError" }),
    );
  });

  it("makes an agent that is a step as any other", async () => {
    const program = createAgent({ model, name: "writer" })
      .pipe(({ messages }) => messages.at(-1)?.text)
      .withConfig({ runName: "program" });
    const recorder = await EventRecorder.from(program.streamEvents("?"));

    expect(await program.invoke("?")).toBe("a");
    expect(await failureOf(program.invoke(undefined as never))).toBeDefined();
    expect(recorder).toMatchRunTree(`
      program (chain) ended
      ├─ writer (chain) ended [seq:step:1]
      │  └─ ScriptedChatModel (chat_model) ended [agent:step:1]
      └─ RunnableLambda (chain) ended [seq:step:2]
    `);
  });
});
