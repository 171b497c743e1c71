// "Import lines" of docs/from-langchain.md. Edit it there; `npm run docs` writes this file.

import {
  ChatPromptTemplate,
  type Document,
  MemoryVectorStore,
  RunnablePassthrough,
  RunnableSequence,
  StringOutputParser,
} from "@rivulet/runnables";
import { ScriptedChatModel, ScriptedEmbeddings } from "@rivulet/testing";

const store = await MemoryVectorStore.fromDocuments(
  [{ pageContent: "Harrison worked at Kensho.", metadata: {} }],
  new ScriptedEmbeddings(),
);
const formatDocs = (docs: Document[]) => docs.map((doc) => doc.pageContent).join("\n");

const chain = RunnableSequence.from([
  {
    context: store.asRetriever({ k: 1 }).pipe(formatDocs),
    question: new RunnablePassthrough<string>(),
  },
  ChatPromptTemplate.fromMessages([
    ["system", "Answer by this context: {context}"],
    ["human", "{question}"],
  ]),
  new ScriptedChatModel({ chunks: ["At ", "Kensho."] }),
  new StringOutputParser(),
]);

for await (const chunk of chain.stream("Where did Harrison work?")) console.log([chunk]);
