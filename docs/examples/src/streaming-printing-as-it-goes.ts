// "Printing as it goes" of docs/streaming.md. Edit it there; `npm run docs` writes this file.

import { JsonOutputParser } from "@rivulet/runnables";
import { ScriptedChatModel } from "@rivulet/testing";
import { countries } from "./fixtures.ts";

const chain = new ScriptedChatModel({ chunks: countries }).pipe(new JsonOutputParser());

let count = 0;
for await (const event of chain.streamEvents("List three countries.")) {
  if (event.event === "on_chat_model_stream") {
    console.log(`Chat model chunk: ${JSON.stringify(event.data.chunk.text)}`);
  }
  if (event.event === "on_parser_stream") {
    console.log(`Parser chunk: ${JSON.stringify(event.data.chunk)}`);
  }
  count += 1;
  if (count > 30) break;
}
