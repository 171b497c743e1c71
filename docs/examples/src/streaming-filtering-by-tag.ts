// "Filtering by tag" of docs/streaming.md. Edit it there; `npm run docs` writes this file.

import { JsonOutputParser } from "@rivulet/runnables";
import { ScriptedChatModel } from "@rivulet/testing";
import { countries } from "./fixtures.ts";

const chain = new ScriptedChatModel({ chunks: countries })
  .pipe(new JsonOutputParser())
  .withConfig({ tags: ["my_chain"] });

let count = 0;
for await (const event of chain.streamEvents(
  "List three countries.",
  {},
  { includeTags: ["my_chain"] },
)) {
  console.log(event.event, event.name, event.tags);
  count += 1;
  if (count === 6) break;
}
