// "Functions as chains" of docs/streaming.md. Edit it there; `npm run docs` writes this file.

import { chain } from "@rivulet/runnables";

const reverseWord = chain(function reverse_word(word: string) {
  return [...word].reverse().join("");
});

const reverseAndDouble = chain(async function reverse_and_double(word: string) {
  return (await reverseWord.invoke(word)).repeat(2);
});

for await (const event of reverseAndDouble.streamEvents("1234")) {
  console.log(event.event, event.name, event.data);
}
