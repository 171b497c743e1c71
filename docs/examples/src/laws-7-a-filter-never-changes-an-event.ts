// "7 A filter never changes an event" of docs/laws.md. Edit it there; `npm run docs` writes this file.

import { EventCollector, type RunEvent } from "@rivulet/core";
import { StringOutputParser } from "@rivulet/runnables";
import { ScriptedChatModel } from "@rivulet/testing";

const all = new EventCollector();
const parsers = new EventCollector({ includeTypes: ["parser"] });
const seen: RunEvent[] = [];
all.events$.subscribe((event) => seen.push(event));
parsers.events$.subscribe((event) => console.log(event.event, seen.includes(event)));

const chain = new ScriptedChatModel({ chunks: ["hi"] }).pipe(new StringOutputParser());
await chain.streamEvents("hello", { callbacks: [all, parsers] }).output;
