// "Runs inside a tool" of docs/streaming.md. Edit it there; `npm run docs` writes this file.

import { RunnableLambda, tool } from "@rivulet/runnables";

const reverseWord = RunnableLambda.from(function reverse_word(word: string) {
  return [...word].reverse().join("");
});

const plainTool = tool((word: string) => reverseWord.invoke(word), { name: "plain_tool" });

for await (const event of plainTool.streamEvents("hello")) {
  console.log(event.event, event.name, event.data);
}

const passingTool = tool((word: string, config) => reverseWord.invoke(word, config), {
  name: "passing_tool",
});

for await (const event of passingTool.streamEvents("hello")) console.log(event.event, event.name);
