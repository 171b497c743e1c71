// "Runs inside a lambda" of docs/streaming.md. Edit it there; `npm run docs` writes this file.

import { RunnableLambda } from "@rivulet/runnables";

const reverseWord = RunnableLambda.from(function reverse_word(word: string) {
  return [...word].reverse().join("");
});

const reverseAndDouble = RunnableLambda.from(async function reverse_and_double(word: string) {
  return (await reverseWord.invoke(word)).repeat(2);
});

console.log(await reverseAndDouble.invoke("1234"));

for await (const event of reverseAndDouble.streamEvents("1234")) {
  console.log(event.event, event.name, event.data);
}
