// "The run as a document" of docs/streaming.md. Edit it there; `npm run docs` writes this file.

import { StringOutputParser } from "@rivulet/runnables";
import { ScriptedChatModel } from "@rivulet/testing";

const chain = new ScriptedChatModel({ chunks: ["one", "two"] }).pipe(new StringOutputParser());

for await (const patch of chain.streamLog("count")) {
  for (const { op, path } of patch.ops) console.log(op, path);
}
