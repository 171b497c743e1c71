// "From service to service" of docs/middleware.md. Edit it there; `npm run docs` writes this file.

import { traceable } from "@rivulet/core";
import { tracedFetch, traceRoute } from "@rivulet/http";
import { EventRecorder, renderRunTree } from "@rivulet/testing";

const recorder = new EventRecorder();
const callbacks = [recorder];

const answer = traceable(async () => "cats purr", { name: "answer", type: "tool" });
const search = traceRoute(async () => new Response(await answer()), {
  route: "/search",
  callbacks,
});

// In the place of a network: the other service is called with the request.
const send = tracedFetch((input, init) => search(new Request(input, init)));
const chat = traceRoute(() => send("http://search/search"), { route: "/chat", callbacks });

const response = await chat(new Request("http://chat/chat"));
console.log(await response.text());
console.log(renderRunTree(recorder));
