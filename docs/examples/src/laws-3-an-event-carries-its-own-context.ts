// "3 An event carries its own context" of docs/laws.md. Edit it there; `npm run docs` writes this file.

import { getCurrentRun } from "@rivulet/core";
import { chain } from "@rivulet/runnables";

const inner = chain(function inner(n: number) {
  return n + 1;
});
const outer = chain(function outer(n: number) {
  return inner.invoke(n);
});

const handler = {
  on_chain_start: (event: { name: string; parent_ids: readonly string[] }) => {
    console.log(event.name, event.parent_ids, getCurrentRun());
  },
};
await outer.invoke(1, { runId: "my-run", callbacks: [handler] });
