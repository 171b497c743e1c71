// "Events for a page or another service" of packages/http/README.md. Edit it there; `npm run docs` writes this file.

import { connectEvents, eventsHandler } from "@rivulet/http";
import { RunnableGenerator } from "@rivulet/runnables";

const words = new RunnableGenerator<string, string>(async function* words() {
  yield "cats ";
  yield "purr";
});
const handler = eventsHandler(words, {
  authorize: (request) => request.headers.has("authorization"),
});

const events = connectEvents("http://localhost/chat", {
  input: "cats",
  headers: { authorization: "Bearer ada" },
  fetch: (url, init) => handler(new Request(url, init)),
});
for await (const { event, name } of events) console.log(event, name);
console.log(await events.output);
