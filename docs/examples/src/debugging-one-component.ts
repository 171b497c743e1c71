// "One component" of docs/debugging.md. Edit it there; `npm run docs` writes this file.

import { RunnableLambda } from "@rivulet/runnables";

const shout = RunnableLambda.from((text: string) => text.toUpperCase()).withListeners({
  onStart: ({ data }) => console.log("start", data.input),
  onEnd: ({ data }) => console.log("end", data.output),
  onError: ({ data }) => console.log("error", data.error),
});
await shout.invoke("hi");
