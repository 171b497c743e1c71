// "Messages" of docs/from-langchain.md. Edit it there; `npm run docs` writes this file.

import { AIMessage, HumanMessage } from "@rivulet/runnables";

const answer = new AIMessage({
  content: [
    { type: "thinking", thinking: "They ask about the weather.", signature: "..." },
    { type: "text", text: "One moment." },
  ],
  tool_calls: [{ type: "tool_call", id: "c1", name: "weather", args: { city: "Oslo" } }],
});
for (const block of answer.contentBlocks) {
  if (block.type === "reasoning") console.log("thought:", block.reasoning);
  if (block.type === "text") console.log("said:", block.text);
  if (block.type === "tool_call") console.log("calls:", block.name, block.args);
}

const question = new HumanMessage({ contentBlocks: [{ type: "text", text: "Hello" }] });
console.log(question.content);
