// "The output of an event stream" of docs/streaming.md. Edit it there; `npm run docs` writes this file.

import { StringOutputParser } from "@rivulet/runnables";
import { ScriptedChatModel } from "@rivulet/testing";
import { hello } from "./fixtures.ts";

const chain = new ScriptedChatModel({ chunks: hello }).pipe(new StringOutputParser());

const events = chain.streamEvents("hello");
let count = 0;
for await (const _ of events) count += 1;
const text: string = await events.output;
console.log(count, text.trim());
