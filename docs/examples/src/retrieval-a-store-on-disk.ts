// "A store on disk" of docs/retrieval.md. Edit it there; `npm run docs` writes this file.
import "./loopback.ts"; // Answers where there is no key of the provider.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ChatAnthropic } from "@rivulet/anthropic";
import { OpenAIEmbeddings } from "@rivulet/openai";
import {
  ChatPromptTemplate,
  RunnableParallel,
  RunnablePassthrough,
  StringOutputParser,
} from "@rivulet/runnables";
import { EventRecorder, renderRunTree } from "@rivulet/testing";
import { USearch } from "@rivulet/vectors";

const folder = await mkdtemp(join(tmpdir(), "vectors-"));
const embeddings = new OpenAIEmbeddings({ model: "text-embedding-3-small" });
const texts = ["harrison worked at kensho", "harrison likes spicy food", "bears like honey"];
const pages = [{ source: "work.md" }, { source: "food.md" }, { source: "bears.md" }];
await (await USearch.fromTexts(texts, pages, embeddings)).save(folder);

const store = await USearch.load(folder, embeddings);
console.log(store.size);

const prompt = ChatPromptTemplate.fromTemplate(
  "Answer from this context alone:\n{context}\n\nQuestion: {question}",
);
const answer = prompt
  .pipe(new ChatAnthropic({ model: "claude-haiku-5-5" }))
  .pipe(new StringOutputParser());
const chain = RunnableParallel.from({
  context: store.asRetriever(2).withConfig({ runName: "Docs" }),
  question: new RunnablePassthrough<string>(),
}).assign({ answer });

for await (const chunk of chain.stream("where did harrison work?")) {
  console.dir(chunk, { depth: null });
}

const recorder = await EventRecorder.from(chain.streamEvents("where did harrison work?"));
console.log(renderRunTree(recorder, { tags: false }));
await rm(folder, { recursive: true });
