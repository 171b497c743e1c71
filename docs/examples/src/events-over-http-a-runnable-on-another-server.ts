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
for await (const event of remote.pipe((text: string) => `${text}!`).streamEvents("hey")) {
  if (event.event.endsWith("_start")) console.log("  ".repeat(event.parent_ids.length) + event.name);
  if (event.event === "on_chain_end" && event.parent_ids.length === 0) console.log(event.data.output);
}
server.close();
