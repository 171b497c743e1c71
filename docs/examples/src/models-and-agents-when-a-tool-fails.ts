// "When a tool fails" of docs/models-and-agents.md. Edit it there; `npm run docs` writes this file.

import { AIMessageChunk, createAgent, tool } from "@rivulet/runnables";
import { ScriptedChatModel } from "@rivulet/testing";
import { z } from "zod";

const weather = tool(
  ({ city }) => {
    if (city === "Atlantis") throw new Error("There is no such city.");
    return `rain in ${city}`;
  },
  { name: "weather", schema: z.object({ city: z.string() }) },
);
const calls = [
  { id: "a", name: "weather", args: { city: "Atlantis" } },
  { id: "b", name: "weather", args: { town: "Oslo" } },
  { id: "c", name: "forecast", args: {} },
];
const responses = [[new AIMessageChunk({ tool_calls: calls })], ["I cannot say."]];
const agent = createAgent({ model: new ScriptedChatModel({ responses }), tools: [weather] });

const filter = { includeEvents: ["on_tool_error" as const] };
const events = agent.streamEvents("How is it?", {}, filter);
for await (const { name } of events) console.log("failed:", name);
for (const message of (await events.output).messages)
  if (message.type === "tool") console.log(message.text);
