// "Filtering by type" of docs/streaming.md. Edit it there; `npm run docs` writes this file.

import { JsonOutputParser } from "@rivulet/runnables";
import { ScriptedChatModel } from "@rivulet/testing";
import { countries } from "./fixtures.ts";

const chain = new ScriptedChatModel({ chunks: countries })
  .withConfig({ runName: "model" })
  .pipe(new JsonOutputParser().withConfig({ runName: "my_parser" }));

let count = 0;
for await (const event of chain.streamEvents(
  "List three countries.",
  {},
  { includeTypes: ["chat_model"] },
)) {
  console.log(event.event, event.name);
  if (event.event === "on_chat_model_stream") console.log("  ", event.data.chunk);
  count += 1;
  if (count === 6) break;
}
