import { createAgent, tool } from "@rivulet/runnables";
import { EventRecorder, renderRunTree } from "@rivulet/testing";
import { openaiChat, openaiResponse } from "@rivulet/testing/providers";
import "@rivulet/testing/jest";
import * as z from "zod";
import { chatModel, withServer } from "./support/with-server.ts";

const clock = tool(() => "noon", { name: "clock", description: "What time it is." });
const weather = tool(
  ({ city }: { city: string }) => {
    if (city === "Atlantis") throw new Error("There is no such city.");
    return `rain in ${city}`;
  },
  { name: "weather", description: "The weather.", schema: z.object({ city: z.string() }) },
);

const first = [{ id: "a", name: "clock", args: {} }];
const second = [
  { id: "b", name: "weather", args: { city: "Oslo" } },
  { id: "c", name: "weather", args: { city: "Atlantis" } },
];
const last = ["Wet", " at noon."];

const apis = [
  {
    api: "Chat Completions",
    useResponsesApi: false,
    answers: [
      openaiChat({ toolCalls: first }),
      openaiChat({ toolCalls: second }),
      openaiChat({ chunks: last }),
    ],
  },
  {
    api: "the Responses API",
    useResponsesApi: true,
    answers: [
      openaiResponse({
        output: [
          { type: "reasoning", summary: [["What time?"]] },
          ...first.map((call) => ({ type: "function_call", ...call }) as const),
        ],
      }),
      openaiResponse({
        output: second.map((call) => ({ type: "function_call", ...call }) as const),
      }),
      openaiResponse({ chunks: last }),
    ],
  },
];

describe.each(apis)("an agent by $api", ({ useResponsesApi, answers }) => {
  it("calls tools until it can answer, each step a run", async () => {
    await withServer(async (server) => {
      for (const answer of answers) server.respondWith(answer);
      const model = chatModel(server, { useResponsesApi });
      const agent = createAgent({ model, tools: [clock, weather], systemPrompt: "Be brief." });
      const recorder = new EventRecorder();

      const { messages } = await agent.invoke("How is it?", { callbacks: [recorder] });

      expect(recorder).toObeyRunLaws();
      expect(messages.map(({ type, text }) => `${type}: ${text}`)).toEqual([
        "human: How is it?",
        "ai: ",
        "tool: noon",
        "ai: ",
        "tool: rain in Oslo",
        "tool: Error: There is no such city.",
        "ai: Wet at noon.",
      ]);
      expect(renderRunTree(recorder)).toBe(
        [
          "agent (chain) ended",
          "├─ ChatOpenAI (chat_model) ended [agent:step:1]",
          "├─ clock (tool) ended [agent:step:1, agent:call:a]",
          "├─ ChatOpenAI (chat_model) ended [agent:step:2]",
          "├─ weather (tool) ended [agent:step:2, agent:call:b]",
          "├─ weather (tool) failed [agent:step:2, agent:call:c]",
          "└─ ChatOpenAI (chat_model) ended [agent:step:3]",
        ].join("\n"),
      );
      const told = server.requests[2]?.text ?? "";
      for (const text of ["Be brief.", "noon", "rain in Oslo", "There is no such city."]) {
        expect(told).toContain(text);
      }
      expect(told.includes("What time?")).toBe(useResponsesApi);
    });
  });
});
