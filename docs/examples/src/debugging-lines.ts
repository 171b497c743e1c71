// "Lines" of docs/debugging.md. Edit it there; `npm run docs` writes this file.

import { dispatchCustomEvent, traceable } from "@rivulet/core";
import { enableDebug } from "@rivulet/core/debug";

const disable = enableDebug({
  namespaces: "rivulet:*,-rivulet:*:stream",
  maxPayload: 60,
  write: (line) => console.log(line),
});

const search = traceable(
  async function* (_: { question: string; apiKey: string }) {
    yield "a page about rivers, which are long";
    yield ", and about lakes, which are not long but wide";
  },
  { name: "search", type: "tool" },
);
await traceable(async function answer(question: string) {
  let pages = 0;
  for await (const _ of search({ question, apiKey: "sk-1234" })) pages += 1;
  await dispatchCustomEvent("progress", { pages });
  return pages;
})("rivers");
disable();
