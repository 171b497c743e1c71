// "5 No listener, no cost" of docs/laws.md. Edit it there; `npm run docs` writes this file.

import { contextOf, RunManager, traceable } from "@rivulet/core";

const run = new RunManager(contextOf(undefined), { type: "chain", name: "quiet" });
console.log(run.isObserved, run.hears("start"), run.hears("end"));

const add = traceable((a: number, b: number) => a + b);
console.log(add(1, 2));
