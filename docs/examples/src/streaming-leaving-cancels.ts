// "Leaving cancels" of docs/streaming.md. Edit it there; `npm run docs` writes this file.

import { chain } from "@rivulet/runnables";

const numbers = chain(async function* numbers(_: string) {
  try {
    for (let n = 1; ; n += 1) yield n;
  } finally {
    console.log("the generator is closed");
  }
});

for await (const n of numbers.stream("go")) {
  console.log(n);
  if (n === 3) break;
}
console.log("the next statement");
