import "@rivulet/testing/jest";
import { dispatchCustomEvent, type RunEvent } from "@rivulet/core";
import {
  AIMessage,
  AIMessageChunk,
  createAgent,
  HumanMessage,
  RunnableLambda,
  SystemMessage,
  tool,
  ToolMessage,
  type AgentTool,
  type CreateAgentOptions,
  type ToolCall,
} from "@rivulet/runnables";
import { EventRecorder, ScriptedChatModel, type ScriptedChunks } from "@rivulet/testing";
import { z } from "zod";
import { collect } from "../support/collect.ts";
import { failureOf } from "../support/record.ts";

/** A chunk in which a model calls tools: `[name, args]`, with ids `c1`, `c2`, ... from `first`. */
function calling(
  first: number,
  ...calls: readonly (readonly [string, ToolCall["args"]])[]
): AIMessageChunk {
  return new AIMessageChunk({
    tool_calls: calls.map(([name, args], index) => ({
      name,
      args,
      id: `c${String(first + index)}`,
    })),
  });
}

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
const broken = tool(
  () => {
    throw new Error("The station is closed.");
  },
  { name: "broken" },
);

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
