// "What an agent streams" of docs/models-and-agents.md. Edit it there; `npm run docs` writes this file.

import { AIMessageChunk, createAgent, tool } from "@rivulet/runnables";
import { ScriptedChatModel } from "@rivulet/testing";

const clock = tool(() => "noon", { name: "clock" });
const responses = [
  [new AIMessageChunk({ tool_calls: [{ id: "a", name: "clock", args: {} }] })],
  ["It is ", "noon."],
];
const createClockAgent = () =>
  createAgent({ model: new ScriptedChatModel({ responses }), tools: [clock] });

for await (const { messages } of createClockAgent().stream("What time is it?"))
  console.log(messages.map(({ type, text }) => `${type}: ${text}`));

for await (const event of createClockAgent().streamEvents("What time is it?")) {
  if (event.event === "on_chat_model_stream") process.stdout.write(`${event.data.chunk.text}|`);
  if (event.event === "on_tool_start") process.stdout.write(`(${event.name})`);
}
process.stdout.write("\n");
