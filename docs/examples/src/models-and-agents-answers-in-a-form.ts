// "Answers in a form" of docs/models-and-agents.md. Edit it there; `npm run docs` writes this file.

import { AIMessageChunk, OutputParserError } from "@rivulet/runnables";
import { ScriptedChatModel } from "@rivulet/testing";
import { z } from "zod";

const Trip = z.object({ city: z.string(), days: z.number().default(1) });

const pieces = ['{"city":', '"Os', 'lo"', "}"];
const chunks = pieces.map(
  (args) =>
    new AIMessageChunk({
      tool_call_chunks: [{ index: 0, id: "call-1", name: "extract", args }],
    }),
);
const model = new ScriptedChatModel({ chunks });

for await (const trip of model.withStructuredOutput(Trip).stream("Where to?")) console.log(trip);

const wrong = new ScriptedChatModel({ chunks: ["Let us ", "stay here."] });
try {
  await wrong.withStructuredOutput(Trip).invoke("Where to?");
} catch (error) {
  if (error instanceof OutputParserError) console.log(error.message, "|", error.text);
}
console.log(await wrong.withStructuredOutput(Trip, { includeRaw: true }).invoke("Where to?"));
