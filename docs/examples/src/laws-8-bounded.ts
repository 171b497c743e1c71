// "8 Bounded" of docs/laws.md. Edit it there; `npm run docs` writes this file.

import { chain } from "@rivulet/runnables";

let produced = 0;
const source = chain(async function* source(_: string) {
  for (; produced < 500; produced += 1) yield produced;
});

let ahead = 0;
let received = 0;
for await (const event of source.streamEvents("go", { highWaterMark: 16 })) {
  if (event.event !== "on_chain_stream") continue;
  received += 1;
  ahead = Math.max(ahead, produced - received);
  await new Promise((resolve) => setImmediate(resolve));
}
console.log(`${received} received, never more than ${ahead <= 17 ? 17 : ahead} ahead`);
