// "Chat models" of docs/streaming.md. Edit it there; `npm run docs` writes this file.
import "./loopback.ts"; // Answers where there is no key of the provider.

import { ChatAnthropic } from "@rivulet/anthropic";

const model = new ChatAnthropic({ model: "claude-haiku-5-5" });

const chunks = [];
for await (const chunk of model.stream("Hello. Tell me something about yourself.")) {
  chunks.push(chunk);
  process.stdout.write(`${chunk.text}|`);
}

console.log(chunks[1]);

import { concatChunks } from "@rivulet/runnables";

console.log(concatChunks(chunks.slice(0, 5)).text);

import { OpenAI } from "@rivulet/openai";

const llm = new OpenAI({ model: "gpt-3.5-turbo-instruct" });
for await (const text of llm.stream("Hello. Tell me something about yourself.")) {
  process.stdout.write(`${text}|`);
}
