// "An agent" of docs/models-and-agents.md. Edit it there; `npm run docs` writes this file.
import "./loopback.ts"; // Answers where there is no key of the provider.

import { ChatOpenAI } from "@rivulet/openai";
import { createAgent, tool } from "@rivulet/runnables";
import { EventRecorder, renderRunTree } from "@rivulet/testing";
import { z } from "zod";

const weather = tool(({ city }) => `rain in ${city}`, {
  name: "weather",
  description: "The weather of a city, now.",
  schema: z.object({ city: z.string() }),
});
const clock = tool(() => "noon", { name: "clock", description: "What time it is." });

const model = new ChatOpenAI({ model: "gpt-4.1-mini" });
const agent = createAgent({ model, tools: [clock, weather], systemPrompt: "Answer in one line." });

const recorder = new EventRecorder();
const input = { messages: [{ role: "user", content: "Oslo or Bergen?" }] };
const { messages } = await agent.invoke(input, { callbacks: [recorder] });
for (const message of messages) console.log(`${message.type}: ${message.text}`);
console.log(renderRunTree(recorder));
