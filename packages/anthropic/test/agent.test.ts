import { createAgent, tool } from "@rivulet/runnables";
import { EventRecorder, renderRunTree } from "@rivulet/testing";
import { anthropicMessage } from "@rivulet/testing/providers";
import { z } from "zod";
import { useServer } from "./support/use-server.ts";

const test = useServer();
const { createModel, see } = test;

const clock = tool(() => "noon", { name: "clock", description: "What time it is." });
const weather = tool(
  ({ city }: { city: string }) => {
    if (city === "Atlantis") throw new Error("There is no such city.");
    return `rain in ${city}`;
  },
  { name: "weather", description: "The weather.", schema: z.object({ city: z.string() }) },
);

it("calls tools until it can answer, each step a run", async () => {
  test.server
    .respondWith(
      anthropicMessage({
        content: [
          { type: "thinking", chunks: ["What time?"] },
          { type: "text", chunks: ["Let me see."] },
          { type: "tool_use", id: "a", name: "clock", args: {} },
        ],
      }),
    )
    .respondWith(
      anthropicMessage({
        content: [
          { type: "tool_use", id: "b", name: "weather", args: { city: "Oslo" } },
          { type: "tool_use", id: "c", name: "weather", args: { city: "Atlantis" } },
        ],
      }),
    )
    .respondWith(anthropicMessage({ chunks: ["Wet", " at noon."] }));
  const model = createModel({ thinking: { type: "enabled", budget_tokens: 1_024 } });
  const agent = createAgent({ model, tools: [clock, weather], systemPrompt: "Be brief." });
  const recorder = new EventRecorder();

  const { messages } = await agent.invoke("How is it?", { callbacks: [recorder] });

  see(recorder);
  expect(messages.map(({ type, text }) => `${type}: ${text}`)).toEqual([
    "human: How is it?",
    "ai: Let me see.",
    "tool: noon",
    "ai: ",
    "tool: rain in Oslo",
    "tool: Error: There is no such city.",
    "ai: Wet at noon.",
  ]);
  expect(renderRunTree(recorder)).toBe(
    [
      "agent (chain) ended",
      "├─ ChatAnthropic (chat_model) ended [agent:step:1]",
      "├─ clock (tool) ended [agent:step:1, agent:call:a]",
      "├─ ChatAnthropic (chat_model) ended [agent:step:2]",
      "├─ weather (tool) ended [agent:step:2, agent:call:b]",
      "├─ weather (tool) failed [agent:step:2, agent:call:c]",
      "└─ ChatAnthropic (chat_model) ended [agent:step:3]",
    ].join("\n"),
  );
  expect(test.server.requests.map(({ body }) => body["system"])).toEqual(
    Array.from({ length: 3 }, () => "Be brief."),
  );
  const caller = { type: "direct" };
  expect(test.server.requests[2]?.body["messages"]).toEqual([
    { role: "user", content: "How is it?" },
    {
      role: "assistant",
      content: [
        { type: "thinking", thinking: "What time?", signature: expect.any(String) },
        { type: "text", text: "Let me see." },
        { type: "tool_use", id: "a", name: "clock", input: {}, caller },
      ],
    },
    { role: "user", content: [{ type: "tool_result", tool_use_id: "a", content: "noon" }] },
    {
      role: "assistant",
      content: [
        { type: "tool_use", id: "b", name: "weather", input: { city: "Oslo" }, caller },
        { type: "tool_use", id: "c", name: "weather", input: { city: "Atlantis" }, caller },
      ],
    },
    {
      role: "user",
      content: [
        { type: "tool_result", tool_use_id: "b", content: "rain in Oslo" },
        {
          type: "tool_result",
          tool_use_id: "c",
          content: "Error: There is no such city.",
          is_error: true,
        },
      ],
    },
  ]);
});

it("closes the request of its model when it is left", async () => {
  test.server.respondWith(anthropicMessage({ chunks: ["Wet", " at", " noon."] }), { stallAt: 4 });
  const agent = createAgent({ model: createModel(), tools: [clock] });
  for await (const event of agent.streamEvents("How is it?")) {
    if (event.event === "on_chat_model_stream") break;
  }
  const request = await test.server.whenRequested();
  expect(await test.server.whenClosed(request)).toMatchObject({ by: "client", isComplete: false });
});
