// "4 A listener harms nobody" of docs/laws.md. Edit it there; `npm run docs` writes this file.

import { configure, flush } from "@rivulet/core";
import { chain } from "@rivulet/runnables";

configure({ onListenerError: (error) => console.log("reported:", String(error)) });

const throws = {
  on_chain_end: () => {
    throw new Error("not my day");
  },
};
const rejects = { on_chain_end: () => Promise.reject(new Error("disk full")) };
const listens = { on_chain_end: () => console.log("heard") };

const double = chain((n: number) => n * 2);
console.log(await double.invoke(2, { callbacks: [throws, rejects, listens] }));
await flush();
configure({ onListenerError: undefined });
