// "Filtering by name" of docs/streaming.md. Edit it there; `npm run docs` writes this file.

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
  { includeNames: ["my_parser"] },
)) {
  console.log(event.event, event.name, JSON.stringify(event.data));
  count += 1;
  if (count === 8) break;
}
