// "1 One beginning, one end" of docs/laws.md. Edit it there; `npm run docs` writes this file.

import { type RunEvent, observeRuns } from "@rivulet/core";
import { chain } from "@rivulet/runnables";

const seen: RunEvent[] = [];
const subscription = observeRuns().subscribe((event) => seen.push(event));

const count = chain(async function* count(_: string) {
  for (let n = 1; ; n += 1) yield n;
});
for await (const n of count.stream("go")) if (n === 2) break;

const fail = chain(function fail(_: string): string {
  throw new Error("no");
});
await fail.invoke("go").catch(() => undefined);

subscription.unsubscribe();
for (const { event, name } of seen) console.log(event, name);
