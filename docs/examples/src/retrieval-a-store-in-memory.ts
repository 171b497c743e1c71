// "A store in memory" of docs/retrieval.md. Edit it there; `npm run docs` writes this file.

import { Document, MemoryVectorStore } from "@rivulet/runnables";
import { ScriptedEmbeddings } from "@rivulet/testing";

const store = await MemoryVectorStore.fromTexts(
  ["cats purr", "cats purr all day", "cats hunt mice", "dogs bark"],
  [{ page: 1 }, { page: 2 }, { page: 3 }, { page: 4 }],
  new ScriptedEmbeddings(),
);

for (const [document, score] of await store.similaritySearchWithScore("cats purr", 2)) {
  console.log(score.toFixed(2), document.pageContent);
}

const isLater = ({ metadata }: Document): boolean => Number(metadata["page"]) > 2;
console.log(await store.similaritySearch("cats purr", 1, isLater));
console.log(await store.similaritySearch("cats purr", 4, { page: 4 }));

const chosen = await store.maxMarginalRelevanceSearch("cats purr", { k: 2, lambda: 0.2 });
console.log(chosen.map(({ pageContent }) => pageContent));

const ids = await store.addDocuments([new Document({ pageContent: "birds sing", id: "birds" })]);
console.log(ids, store.size);
await store.delete({ ids });
console.log(store.size);
