// "A runnable on another server" of packages/http/README.md. Edit it there; `npm run docs` writes this file.

import { eventsHandler, RemoteRunnable } from "@rivulet/http";
import { RunnableLambda } from "@rivulet/runnables";

const shout = RunnableLambda.from((text: string) => text.toUpperCase());
const handler = eventsHandler(shout);

const remote = new RemoteRunnable<string, string>("http://localhost/shout", {
  fetch: (url, init) => handler(new Request(url, init)),
});
console.log(await remote.pipe((text: string) => `${text}!`).invoke("cats"));
