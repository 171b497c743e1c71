// "Tags" of docs/events.md. Edit it there; `npm run docs` writes this file.

import { RunnableBranch, RunnableParallel, RunnablePassthrough, chain } from "@rivulet/runnables";

let calls = 0;
const flaky = chain(function flaky(n: number) {
  calls += 1;
  if (calls === 1) throw new Error("once");
  return n;
}).withRetry({ delayMs: () => 0 });

const program = RunnableParallel.from({ same: new RunnablePassthrough<number>(), again: flaky })
  .pipe(chain(({ same }: { same: number }) => same))
  .pipe(RunnableBranch.from([[(n: number) => n > 0, (n: number) => -n], (n: number) => n]))
  .withConfig({ tags: ["mine"] });

const filter = { includeEvents: ["on_chain_start" as const] };
for await (const { name, tags } of program.streamEvents(1, {}, filter)) console.log(name, tags);
