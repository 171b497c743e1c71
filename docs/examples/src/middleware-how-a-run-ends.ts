// "How a run ends" of docs/middleware.md. Edit it there; `npm run docs` writes this file.

import { getCurrentRun, traceable } from "@rivulet/core";
import { traceRoute } from "@rivulet/http";
import { EventRecorder, renderRunTree } from "@rivulet/testing";

const think = traceable(
  () =>
    new Promise<string>((_resolve, reject) => {
      const signal = getCurrentRun()?.signal;
      signal?.addEventListener("abort", () => {
        reject(signal.reason);
      });
    }),
  { name: "think" },
);

const recorder = new EventRecorder();
const POST = traceRoute(async () => new Response(await think()), {
  route: "/chat",
  callbacks: [recorder],
  cancelWork: true,
});

const client = new AbortController();
const request = new Request("http://localhost/chat", { method: "POST", signal: client.signal });
const response = POST(request);
client.abort();
await response.catch((reason) => console.log(reason.code));
await new Promise((resolve) => {
  setTimeout(resolve, 1);
});
console.log(renderRunTree(recorder));
