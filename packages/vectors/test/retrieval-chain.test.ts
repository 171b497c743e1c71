import {
  ChatPromptTemplate,
  RunnableParallel,
  RunnablePassthrough,
  StringOutputParser,
  type Document,
} from "@rivulet/runnables";
import {
  EventRecorder,
  renderRunTree,
  ScriptedChatModel,
  ScriptedEmbeddings,
} from "@rivulet/testing";
import "@rivulet/testing/jest";
import { USearch } from "@rivulet/vectors";
import { failureOf } from "./support/failure-of.ts";
import { createTemporaryFolder } from "./support/temporary-folder.ts";

const template =
  "Answer the question based only on the following context:\n{context}\n\nQuestion: {question}\n";
const texts = ["harrison worked at kensho", "harrison likes spicy food", "bears like honey"];
const sources = texts.map((_, index) => ({ source: `${index}.md` }));
const answerChunks = [" Based", " on", " the", " given", " context", "."];
const question = "where did harrison work?";

interface Answer {
  readonly question: string;
  readonly context: readonly Document[];
  readonly answer: string;
}

/** A store that was saved and loaded again. */
async function reopenStore(embeddings: ScriptedEmbeddings): Promise<USearch> {
  const folder = createTemporaryFolder();
  const made = await USearch.fromTexts(texts, sources, new ScriptedEmbeddings());
  await made.save(folder);
  return USearch.load(folder, embeddings);
}

async function createChain(embeddings = new ScriptedEmbeddings()) {
  const answer = ChatPromptTemplate.fromTemplate(template)
    .pipe(new ScriptedChatModel({ chunks: answerChunks }))
    .pipe(new StringOutputParser());
  const store = await reopenStore(embeddings);
  return RunnableParallel.from({
    context: store.asRetriever(2).withConfig({ runName: "Docs" }),
    question: new RunnablePassthrough<string>(),
  }).assign({ answer });
}

// The document's retrieval chain, "Non-streaming components", over a store on disk, with its sources in the output.
describe("a retrieval chain over a store on disk", () => {
  it("answers with its sources", async () => {
    const { context, ...rest }: Answer = await (await createChain()).invoke(question);

    expect(rest).toStrictEqual({ question, answer: answerChunks.join("") });
    expect(context.map(({ pageContent }) => pageContent)).toStrictEqual(texts.slice(0, 2));
    expect(context.map(({ metadata }) => metadata)).toStrictEqual(sources.slice(0, 2));
  });

  it("streams the answer behind the sources", async () => {
    const keys: string[] = [];
    let answer = "";
    for await (const chunk of (await createChain()).stream(question)) {
      keys.push(...Object.keys(chunk));
      answer += (chunk as Partial<Answer>).answer ?? "";
    }

    expect(answer).toBe(answerChunks.join(""));
    expect(keys.filter((key) => key === "answer")).toHaveLength(answerChunks.length);
    expect(keys.indexOf("context")).toBeLessThan(keys.indexOf("answer"));
  });

  it("gives the prompt what was found, and tells of every step", async () => {
    const recorder = await EventRecorder.from((await createChain()).streamEvents(question));
    const [prompt] = recorder.of({ includeEvents: ["on_prompt_end"] });

    expect(recorder).toObeyRunLaws();
    expect(JSON.stringify(prompt?.data)).toContain("harrison worked at kensho");
    expect(renderRunTree(recorder, { tags: false })).toMatchInlineSnapshot(`
"RunnableSequence (chain) ended
├─ RunnableParallel (chain) ended
│  ├─ RunnablePassthrough (chain) ended
│  └─ Docs (retriever) ended
│     └─ ScriptedEmbeddings (embedding) ended
└─ RunnableAssign (chain) ended
   └─ RunnableParallel (chain) ended
      └─ RunnableSequence (chain) ended
         ├─ ChatPromptTemplate (prompt) ended
         ├─ ScriptedChatModel (chat_model) ended
         └─ StringOutputParser (parser) ended"
`);
  });

  it("ends its runs when the query can't be embedded", async () => {
    const error = new Error("no embeddings");
    const chain = await createChain(new ScriptedEmbeddings({ failAt: 0, error }));
    const recorder = new EventRecorder();

    expect(await failureOf(chain.invoke(question, { callbacks: [recorder] }))).toBe(error);
    expect(recorder).toObeyRunLaws();
    expect(recorder.names()).toEqual(
      expect.arrayContaining(["on_embedding_error", "on_retriever_error", "on_chain_error"]),
    );
  });
});
