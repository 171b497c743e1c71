// "2 Cause before effect" of docs/laws.md. Edit it there; `npm run docs` writes this file.

import { StringOutputParser } from "@rivulet/runnables";
import { ScriptedChatModel } from "@rivulet/testing";

const chain = new ScriptedChatModel({ chunks: ["one", "two"] }).pipe(new StringOutputParser());
for await (const { event, seq } of chain.streamEvents("count")) console.log(seq, event);
