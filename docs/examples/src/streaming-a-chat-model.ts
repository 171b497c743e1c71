// "A chat model" of docs/streaming.md. Edit it there; `npm run docs` writes this file.

import type { StreamEvent } from "@rivulet/runnables";
import { ScriptedChatModel } from "@rivulet/testing";

const model = new ScriptedChatModel({ chunks: [" Hello", "!", ""] });

const events: StreamEvent[] = [];
for await (const event of model.streamEvents("hello")) events.push(event);
console.log(events.slice(0, 2));

console.log(events.at(-1));

for await (const event of model.streamEvents("hello", { version: "v1" })) {
  console.log(event.event, event.data);
}
