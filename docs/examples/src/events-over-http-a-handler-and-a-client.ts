// "A handler and a client" of docs/events-over-http.md. Edit it there; `npm run docs` writes this file.

import { once } from "node:events";
import { createServer } from "node:http";
import { connectEvents, eventsHandler } from "@rivulet/http";
import { toNodeListener } from "@rivulet/http/node";
import { RunnableGenerator } from "@rivulet/runnables";

const words = new RunnableGenerator<string, string>(async function* words() {
  for (const word of ["A ", "parrot ", "talks."]) yield word;
});
const server = createServer(toNodeListener(eventsHandler(words))).listen(0);
await once(server, "listening");
const { port } = server.address() as { port: number };

const events = connectEvents(`http://localhost:${port}/chat`, { input: "parrot" });
for await (const event of events) console.log(event.seq, event.event, event.data);
console.log(await events.output);
server.close();
