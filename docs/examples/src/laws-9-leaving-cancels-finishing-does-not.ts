// "9 Leaving cancels, finishing does not" of docs/laws.md. Edit it there; `npm run docs` writes this file.

import { observeRuns } from "@rivulet/core";
import { chain } from "@rivulet/runnables";

const steps = chain(async function* steps(_: string) {
  try {
    yield* ["one", "two", "three"];
  } finally {
    console.log("finally");
  }
});
for await (const step of steps.stream("go")) {
  console.log(step);
  break;
}
console.log("next statement");

let finish = (): void => undefined;
const slow = chain(async function slow(_: string) {
  await new Promise<void>((resolve) => (finish = resolve));
  return "done";
});
let left: Promise<string> | undefined;
const root = chain(function root(_: string) {
  left = slow.invoke("go");
  return "root is done";
});

const subscription = observeRuns().subscribe(({ event, name }) => console.log(event, name));
console.log(await root.invoke("go"));
finish();
console.log(await left);
subscription.unsubscribe();
