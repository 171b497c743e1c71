// "Embeddings" of docs/providers.md. Edit it there; `npm run docs` writes this file.
import "./loopback.ts"; // Answers where there is no key of the provider.

import { OpenAIEmbeddings } from "@rivulet/openai";
import { MemoryVectorStore } from "@rivulet/runnables";

const store = await MemoryVectorStore.fromTexts(
  ["cats purr", "dogs bark"],
  {},
  new OpenAIEmbeddings({ model: "text-embedding-3-small" }),
);

for await (const event of store.asRetriever(1).streamEvents("who can purr?")) {
  console.log(event.event, event.name);
  if (event.event === "on_embedding_end") {
    const [vector = []] = event.data.output;
    console.log(event.data.input, vector.length > 0);
  }
}
