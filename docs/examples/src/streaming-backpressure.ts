// "Backpressure" of docs/streaming.md. Edit it there; `npm run docs` writes this file.

import { chain } from "@rivulet/runnables";

let produced = 0;
const source = chain(async function* source(_: string) {
  for (; produced < 1000; produced += 1) yield produced;
});

const events = source.streamEvents("go", { highWaterMark: 8 })[Symbol.asyncIterator]();
await events.next();
await new Promise((resolve) => setTimeout(resolve, 20));
console.log(`after one event and a pause the source is at ${produced} of 1000`);
await events.return?.();
