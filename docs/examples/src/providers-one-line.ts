// "One line" of docs/providers.md. Edit it there; `npm run docs` writes this file.
import "./loopback.ts"; // Answers where there is no key of the provider.

import { ChatAnthropic } from "@rivulet/anthropic";
import { ChatPromptTemplate, StringOutputParser, type BaseChatModel } from "@rivulet/runnables";

const createChain = (model: BaseChatModel) =>
  ChatPromptTemplate.fromTemplate("Tell me a joke about {topic}.")
    .pipe(model)
    .pipe(new StringOutputParser());

const chain = createChain(new ChatAnthropic({ model: "claude-haiku-5-5", maxTokens: 200 }));
for await (const chunk of chain.stream({ topic: "a parrot" })) process.stdout.write(`${chunk}|`);
console.log();

import { ChatOpenAI } from "@rivulet/openai";
import { ScriptedChatModel } from "@rivulet/testing";
import { joke } from "./fixtures.ts";

const stories = new Set<string>();
for (const model of [
  new ScriptedChatModel({ chunks: joke }),
  new ChatOpenAI({ model: "gpt-4.1-mini" }),
  new ChatAnthropic({ model: "claude-haiku-5-5" }),
]) {
  const story: unknown[] = [];
  for await (const event of createChain(model).streamEvents({ topic: "a parrot" })) {
    story.push([event.event, event.tags, event.event === "on_parser_stream" && event.data.chunk]);
  }
  console.log(model.getName(), story.length, "events");
  stories.add(JSON.stringify(story));
}
console.log("different stories:", stories.size);
