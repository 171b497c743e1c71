// A program as users write it: it knows of debugging by one import.
import { dispatchCustomEvent, traceable } from "@rivulet/core";
import "@rivulet/core/debug";

const search = traceable(
  async function* (question: string) {
    yield `a page about ${question}`;
    yield ", and another";
  },
  { name: "search", type: "tool" },
);

const fail = traceable(
  (_: { readonly password: string }): never => {
    throw new RangeError("no such page");
  },
  { name: "open: page,1", type: "retriever" },
);

const answer = traceable(async function answer(question: string) {
  let pages = 0;
  for await (const _ of search(question)) pages += 1;
  await dispatchCustomEvent("progress", { pages });
  try {
    fail({ password: "hunter2" });
  } catch {
    // It answers without that page.
  }
  return pages;
});

process.stdout.write(`${await answer("rivers")}\n`);
