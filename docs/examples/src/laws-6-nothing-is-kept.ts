// "6 Nothing is kept" of docs/laws.md. Edit it there; `npm run docs` writes this file.

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { getCurrentRun } from "@rivulet/core";
import { chain } from "@rivulet/runnables";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const runs: WeakRef<object>[] = [];
const step = chain((n: number) => {
  runs.push(new WeakRef(getCurrentRun() ?? {}));
  return n;
});
const many = chain(async (count: number) => {
  for (let n = 0; n < count; n += 1) await step.invoke(n);
  await new Promise((resolve) => setImmediate(resolve));
  collectGarbage();
  return runs.filter((run) => run.deref() !== undefined).length;
});

const kept = await many.invoke(1_000, { callbacks: [{ on_event: () => undefined }] });
const found = kept < 10 ? "fewer than 10" : String(kept);
console.log(`of ${runs.length} finished runs under an open one ${found} are still in memory`);
