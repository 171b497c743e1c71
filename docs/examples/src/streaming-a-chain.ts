// "A chain" of docs/streaming.md. Edit it there; `npm run docs` writes this file.

import { JsonOutputParser, type StreamEvent } from "@rivulet/runnables";
import { ScriptedChatModel } from "@rivulet/testing";
import { countries } from "./fixtures.ts";

const chain = new ScriptedChatModel({ chunks: countries }).pipe(new JsonOutputParser());

const events: StreamEvent[] = [];
for await (const event of chain.streamEvents("List three countries.")) events.push(event);

for (const { event, name, tags, data } of events.slice(0, 3)) console.log(event, name, tags, data);

for (const { event, name } of events.slice(-3)) console.log(event, name);
