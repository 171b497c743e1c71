// "A service of Node" of docs/middleware.md. Edit it there; `npm run docs` writes this file.

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { traceable } from "@rivulet/core";
import { tracing } from "@rivulet/http";
import { EventRecorder, renderRunTree } from "@rivulet/testing";

const words = traceable(
  async function* () {
    for (const word of ["cats ", "purr"]) {
      await delay(1);
      yield word;
    }
  },
  { name: "words" },
);

const recorder = new EventRecorder();
const trace = tracing({ callbacks: [recorder] });
const server = createServer(
  trace.listener(async (_request: IncomingMessage, response: ServerResponse) => {
    for await (const word of words()) response.write(word);
    response.end();
  }),
);
await new Promise<void>((resolve) => {
  server.listen(0, resolve);
});
const address = server.address();
const port = typeof address === "object" ? address?.port : undefined;

const response = await fetch(`http://localhost:${String(port)}/chat?user=ada`);
console.log(await response.text());
console.log(response.headers.get("x-run-id") === recorder.events[0]?.run_id);
console.log(renderRunTree(recorder, { chunks: true }));
console.log(recorder.events.at(-1)?.data);
server.close();
