// "Reasoning" of docs/providers.md. Edit it there; `npm run docs` writes this file.
import "./loopback.ts"; // Answers where there is no key of the provider.

import { ChatOpenAI } from "@rivulet/openai";

const model = new ChatOpenAI({
  model: "gpt-5.4-mini",
  useResponsesApi: true,
  reasoning: { effort: "low", summary: "auto" },
});

for await (const { content, usage_metadata } of model.stream("Is 221 prime?")) {
  console.log(content, usage_metadata?.output_token_details ?? "");
}

import { ChatAnthropic } from "@rivulet/anthropic";

const thinker = new ChatAnthropic({
  model: "claude-sonnet-5-5",
  thinking: { type: "enabled", budget_tokens: 1_024 },
});
for await (const { content } of thinker.stream("Is 221 prime?")) {
  if (typeof content === "string") continue;
  for (const { type, thinking, text } of content) console.log([type, thinking ?? text]);
}
