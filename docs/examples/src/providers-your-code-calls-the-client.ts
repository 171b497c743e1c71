// "Your code calls the client" of docs/providers.md. Edit it there; `npm run docs` writes this file.
import "./loopback.ts"; // Answers where there is no key of the provider.

import Anthropic from "@anthropic-ai/sdk";
import { traceAnthropic } from "@rivulet/anthropic";
import { traceOpenAI } from "@rivulet/openai";
import { chain } from "@rivulet/runnables";
import { EventRecorder, renderRunTree } from "@rivulet/testing";
import OpenAI from "openai";

const openai = traceOpenAI(new OpenAI());
const anthropic = traceAnthropic(new Anthropic());
const messages = [{ role: "user" as const, content: "Tell me a joke about a parrot." }];

const jokes = chain(async function two_jokes(_: string) {
  let first = "";
  const model = "gpt-4.1-mini";
  const stream = await openai.chat.completions.create({ model, messages, stream: true });
  for await (const { choices } of stream) first += choices[0]?.delta.content ?? "";

  const request = { model: "claude-haiku-5-5", max_tokens: 200, messages };
  const second = await anthropic.messages.stream(request).finalText();
  return first === second;
});

const events = jokes.streamEvents("go");
console.log(renderRunTree(await EventRecorder.from(events), { chunks: true }));
console.log("the same joke twice:", await events.output);
