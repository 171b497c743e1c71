// "A chain" of docs/streaming.md. Edit it there; `npm run docs` writes this file.
import "./loopback.ts"; // Answers where there is no key of the provider.

import { ChatAnthropic } from "@rivulet/anthropic";
import { JsonOutputParser, type StreamEvent } from "@rivulet/runnables";

const model = new ChatAnthropic({ model: "claude-haiku-5-5" });
const chain = model.pipe(new JsonOutputParser());

const events: StreamEvent[] = [];
const question = "List France, Spain and Japan with their populations, as JSON.";
for await (const event of chain.streamEvents(question)) events.push(event);

for (const { event, name, tags, data } of events.slice(0, 3)) console.log(event, name, tags, data);

for (const { event, name } of events.slice(-3)) console.log(event, name);
