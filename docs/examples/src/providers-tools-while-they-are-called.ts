// "Tools while they are called" of docs/providers.md. Edit it there; `npm run docs` writes this file.
import "./loopback.ts"; // Answers where there is no key of the provider.

import { ChatOpenAI } from "@rivulet/openai";
import { concatChunks, tool, type AIMessageChunk } from "@rivulet/runnables";
import { z } from "zod";

const weather = tool(({ city }) => `rain in ${city}`, {
  name: "weather",
  description: "The weather of a city, now.",
  schema: z.object({ city: z.string() }),
});
const model = new ChatOpenAI({ model: "gpt-4.1-mini" }).bindTools([weather]);

const chunks: AIMessageChunk[] = [];
for await (const chunk of model.stream("Do I need an umbrella in Oslo?")) {
  chunks.push(chunk);
  for (const { name, args } of chunk.tool_call_chunks) console.log([name, args]);
}
console.log(concatChunks(chunks).tool_calls);
