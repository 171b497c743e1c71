// "A runnable on another server" of docs/events-over-http.md. Edit it there; `npm run docs` writes this file.

import { once } from "node:events";
import { createServer } from "node:http";
import { eventsHandler, RemoteRunnable } from "@rivulet/http";
import { toNodeListener } from "@rivulet/http/node";
import { RunnableLambda } from "@rivulet/runnables";

const shout = RunnableLambda.from(function shout(text: string) {
  return text.toUpperCase();
});
const server = createServer(toNodeListener(eventsHandler(shout))).listen(0);
await once(server, "listening");
const { port } = server.address() as { port: number };

const remote = new RemoteRunnable<string, string>(`http://localhost:${port}/`);
const loud = remote.pipe((text: string) => `${text}!`);
const events = loud.streamEvents("hey");
for await (const { event, name, parent_ids: parents } of events)
  if (event.endsWith("_start")) console.log("  ".repeat(parents.length) + name);
console.log(await events.output);
server.close();
