// "What is open" of docs/debugging.md. Edit it there; `npm run docs` writes this file.

import { traceable } from "@rivulet/core";
import { inspectRuns, watchRuns } from "@rivulet/core/debug";

const stop = watchRuns();
let finish = (): void => undefined;
const search = traceable(() => new Promise<void>((resolve) => (finish = resolve)), {
  name: "search",
  type: "tool",
});
const answer = traceable(async function answer() {
  await search();
})();

console.log(String(inspectRuns()));
finish();
await answer;
console.log(String(inspectRuns()));
stop();
