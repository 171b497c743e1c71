// "Components that do not stream" of docs/streaming.md. Edit it there; `npm run docs` writes this file.
import "./loopback.ts"; // Answers where there is no key of the provider.

import { ChatAnthropic } from "@rivulet/anthropic";
import { OpenAIEmbeddings } from "@rivulet/openai";
import {
  ChatPromptTemplate,
  MemoryVectorStore,
  RunnableParallel,
  RunnablePassthrough,
  StringOutputParser,
  type Document,
} from "@rivulet/runnables";

const store = await MemoryVectorStore.fromTexts(
  ["harrison worked at kensho", "harrison likes spicy food"],
  {},
  new OpenAIEmbeddings({ model: "text-embedding-3-small" }),
);
const retriever = store.asRetriever();

const chunks: (readonly Document[])[] = [];
for await (const chunk of retriever.stream("Where did Harrison work?")) chunks.push(chunk);
console.log(chunks);

const prompt = ChatPromptTemplate.fromTemplate(
  "Answer from this context alone:\n{context}\n\nQuestion: {question}",
);
const chain = RunnableParallel.from({
  context: retriever.withConfig({ runName: "Docs" }),
  question: new RunnablePassthrough<string>(),
})
  .pipe(prompt)
  .pipe(new ChatAnthropic({ model: "claude-haiku-5-5" }))
  .pipe(new StringOutputParser());

for await (const chunk of chain.stream("Where did Harrison work?")) {
  process.stdout.write(`${chunk}|`);
}
