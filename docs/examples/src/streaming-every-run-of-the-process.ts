// "Every run of the process" of docs/streaming.md. Edit it there; `npm run docs` writes this file.

import { observeRuns } from "@rivulet/core";
import { chain } from "@rivulet/runnables";

const subscription = observeRuns({ includeEvents: ["on_chain_end"] }).subscribe((event) => {
  console.log(event.name, event.data);
});

const double = chain(function double(n: number) {
  return n * 2;
});
await double.batch([1, 2, 3]);
subscription.unsubscribe();
