// "Events from a chain that does not stream" of docs/streaming.md. Edit it there; `npm run docs` writes this file.

import { JsonOutputParser, type JsonValue } from "@rivulet/runnables";
import { ScriptedChatModel } from "@rivulet/testing";
import { countries } from "./fixtures.ts";

function extractCountryNames(input: JsonValue): readonly unknown[] {
  const list = (input as { countries?: { name?: string }[] }).countries ?? [];
  return list.map((country) => country.name);
}

const chain = new ScriptedChatModel({ chunks: countries })
  .pipe(new JsonOutputParser())
  .pipe(extractCountryNames);

for await (const names of chain.stream("List three countries.")) console.log(names);

let count = 0;
for await (const event of chain.streamEvents("List three countries.")) {
  if (event.event === "on_chat_model_stream") {
    console.log(`Chat model chunk: ${JSON.stringify(event.data.chunk.text)}`);
  }
  if (event.event === "on_parser_stream") {
    console.log(`Parser chunk: ${JSON.stringify(event.data.chunk)}`);
  }
  count += 1;
  if (count > 24) break;
}
