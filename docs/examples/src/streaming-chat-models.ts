// "Chat models" of docs/streaming.md. Edit it there; `npm run docs` writes this file.

import { ScriptedChatModel } from "@rivulet/testing";
import { hello } from "./fixtures.ts";

const model = new ScriptedChatModel({ chunks: hello });

const chunks = [];
for await (const chunk of model.stream("Hello. Tell me something about yourself.")) {
  chunks.push(chunk);
  process.stdout.write(`${chunk.text}|`);
}

console.log(chunks[0]);

import { concatChunks } from "@rivulet/runnables";

console.log(concatChunks(chunks.slice(0, 5)));
