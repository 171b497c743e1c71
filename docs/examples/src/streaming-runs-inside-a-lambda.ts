// "Runs inside a lambda" of docs/streaming.md. Edit it there; `npm run docs` writes this file.

import { RunnableLambda } from "@rivulet/runnables";

const reverseWord = new RunnableLambda({
  func: (word: string) => [...word].reverse().join(""),
}).withConfig({ runName: "reverse_word" });

const reverseAndDouble = new RunnableLambda({
  func: async (word: string) => (await reverseWord.invoke(word)).repeat(2),
}).withConfig({ runName: "reverse_and_double" });

console.log(await reverseAndDouble.invoke("1234"));

for await (const event of reverseAndDouble.streamEvents("1234")) {
  console.log(event.event, event.name, event.data);
}
