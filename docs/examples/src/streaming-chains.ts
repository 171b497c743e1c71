// "Chains" of docs/streaming.md. Edit it there; `npm run docs` writes this file.

import { ChatPromptTemplate, StringOutputParser } from "@rivulet/runnables";
import { ScriptedChatModel } from "@rivulet/testing";
import { joke } from "./fixtures.ts";

const prompt = ChatPromptTemplate.fromTemplate("Tell me a joke about {topic}.");
const model = new ScriptedChatModel({ chunks: joke });
const chain = prompt.pipe(model).pipe(new StringOutputParser());

for await (const chunk of chain.stream({ topic: "a parrot" })) process.stdout.write(`${chunk}|`);
