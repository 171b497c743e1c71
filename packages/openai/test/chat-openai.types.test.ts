import { ChatOpenAI } from "@rivulet/openai";
import type { AIMessageChunk, Runnable } from "@rivulet/runnables";
import * as z from "zod";

const model = new ChatOpenAI({ model: "gpt-4.1-mini", temperature: 0 });

void model
  .invoke("Hi", { seed: 1, stop: ["END"] })
  .then((message) => message satisfies AIMessageChunk);
model.bindTools([], { tool_choice: "any", parallel_tool_calls: false }) satisfies Runnable<
  never,
  AIMessageChunk
>;
model.withStructuredOutput(z.object({ a: z.number() })) satisfies Runnable<never, { a: number }>;

// @ts-expect-error A temperature is a number.
new ChatOpenAI({ temperature: "warm" });
// @ts-expect-error There is no such option.
model.bindTools([], { tool_choices: "any" });
