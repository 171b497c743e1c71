// "An agent" of docs/models-and-agents.md. Edit it there; `npm run docs` writes this file.

import { AIMessageChunk, createAgent, tool } from "@rivulet/runnables";
import { EventRecorder, renderRunTree, ScriptedChatModel } from "@rivulet/testing";
import { z } from "zod";

const weather = tool(({ city }) => `rain in ${city}`, {
  name: "weather",
  description: "The weather of a city, now.",
  schema: z.object({ city: z.string() }),
});
const clock = tool(() => "noon", { name: "clock", description: "What time it is." });

const call = (id: string, name: string, args: Record<string, unknown> = {}) => ({ id, name, args });
const model = new ScriptedChatModel({
  responses: [
    [new AIMessageChunk({ tool_calls: [call("a", "clock")] })],
    [
      new AIMessageChunk({
        tool_calls: [
          call("b", "weather", { city: "Oslo" }),
          call("c", "weather", { city: "Bergen" }),
        ],
      }),
    ],
    ["Both are ", "wet ", "at noon."],
  ],
});
const agent = createAgent({ model, tools: [clock, weather], systemPrompt: "Answer in one line." });

const recorder = new EventRecorder();
const input = { messages: [{ role: "user", content: "Oslo or Bergen?" }] };
const { messages } = await agent.invoke(input, { callbacks: [recorder] });
for (const message of messages) console.log(`${message.type}: ${message.text}`);
console.log(renderRunTree(recorder));
