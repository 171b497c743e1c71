import type { EventStream } from "@rivulet/core";
import {
  type AIMessageChunk,
  BaseChatModel,
  chain,
  ChatPromptTemplate,
  createAgent,
  JsonOutputParser,
  RunnableBranch,
  RunnableLambda,
  RunnableParallel,
  RunnablePassthrough,
  RunnableSequence,
  StringOutputParser,
  StructuredOutputParser,
  tool,
  type AgentState,
  type ChatModelInput,
  type Document,
  type DocumentInterface,
  type JsonObject,
  type OutputStream,
  type Runnable,
  type RunnableConfig,
  type RunLog,
  type RunLogPatch,
  type StreamEvent,
  type StructuredTool,
  type ToolCall,
  type ToolCallInput,
  type ToolMessage,
  type V1StreamEvent,
} from "@rivulet/runnables";
import { ScriptedChatModel, ScriptedRetriever } from "@rivulet/testing";
import { z } from "zod";
import { check, type Same } from "../support/same-type.ts";

type InputOf<Step> = Step extends Runnable<infer Input, infer _Output> ? Input : never;
type OutputOf<Step> = Step extends Runnable<infer _Input, infer Output> ? Output : never;

const prompt = ChatPromptTemplate.fromTemplate("{topic}");
const model = new ScriptedChatModel({ chunks: ["a"] });
const text = new StringOutputParser();
const retriever = new ScriptedRetriever({ documents: [] });

// Eight steps: the types go through each kind of step.
const eight = prompt
  .pipe(model)
  .pipe(text)
  .pipe((answer) => {
    check<Same<typeof answer, string>>();
    return answer.length;
  })
  .pipe(async (length, config) => {
    check<Same<typeof length, number>>();
    check<Same<typeof config, RunnableConfig>>();
    return { length };
  })
  .pipe(async function* (input: AsyncIterable<{ length: number }>) {
    for await (const { length } of input) yield BigInt(length);
  })
  .pipe({ big: (value: bigint) => String(value), same: new RunnablePassthrough<bigint>() })
  .pipe(({ big, same }) => {
    check<Same<typeof big, string>>();
    check<Same<typeof same, bigint>>();
    return new Map([[big, same]]);
  });
check<Same<InputOf<typeof eight>, Readonly<Record<string, unknown>>>>();
check<Same<OutputOf<typeof eight>, Map<string, bigint>>>();

// What a run gives.
check<Same<ReturnType<typeof eight.invoke>, Promise<Map<string, bigint>>>>();
check<Same<ReturnType<typeof eight.stream>, OutputStream<Map<string, bigint>>>>();
const v2 = eight.streamEvents({ topic: "a" });
const v1 = eight.streamEvents({ topic: "a" }, { version: "v1" });
const log = eight.streamLog({ topic: "a" });
check<Same<typeof v2, EventStream<Map<string, bigint>, StreamEvent>>>();
check<Same<typeof v1, EventStream<Map<string, bigint>, V1StreamEvent>>>();
check<Same<typeof log, EventStream<Map<string, bigint>, RunLogPatch>>>();
check<Same<typeof v2.output, Promise<Map<string, bigint>>>>();
check<Same<typeof log.output, Promise<Map<string, bigint>>>>();
check<Same<ReturnType<RunLogPatch["concat"]>, RunLog>>();
const results = eight.batch([{ topic: "a" }]);
const withErrors = eight.batch([{ topic: "a" }], {}, { returnExceptions: true });
check<Same<typeof results, Promise<Map<string, bigint>[]>>>();
check<Same<typeof withErrors, Promise<(Map<string, bigint> | Error)[]>>>();

// What is made of a runnable keeps its types.
const words = chain((line: string) => line.split(" "));
check<Same<OutputOf<typeof words>, string[]>>();
const configured = words.withConfig({ tags: ["a"] });
const listened = words.withListeners({
  onStart: ({ run_id }) => {
    check<Same<typeof run_id, string>>();
  },
  onEnd: (event) => {
    check<Same<typeof event.data.output extends never ? true : false, false>>();
  },
});
const retried = words.withRetry({ stopAfterAttempt: 2 });
const fallen = words.withFallbacks([words]);
const mapped = words.map();
check<Same<typeof configured, Runnable<string, string[]>>>();
check<Same<typeof listened, Runnable<string, string[]>>>();
check<Same<typeof retried, Runnable<string, string[]>>>();
check<Same<typeof fallen, Runnable<string, string[]>>>();
check<Same<typeof mapped, Runnable<readonly string[], string[][]>>>();

// Functions: values, promises, generators and runnables are what they stand for.
const lambda = RunnableLambda.from(async (input: number) => String(input));
const generated = RunnableLambda.from(function* (input: number) {
  yield input > 0;
});
const delegated = RunnableLambda.from((_input: string) => words);
const streamed = chain(async function* (input: AsyncIterable<string>) {
  for await (const one of input) yield one.length;
});
check<Same<OutputOf<typeof lambda>, string>>();
check<Same<OutputOf<typeof generated>, boolean>>();
check<Same<OutputOf<typeof delegated>, string[]>>();
check<Same<OutputOf<typeof streamed>, number>>();

// Maps, and what takes objects apart and puts keys in.
const map = RunnableParallel.from({
  context: retriever,
  length: (query: string) => query.length,
  deep: { same: (query: string) => query },
});
type Mapped = { context: Document[]; length: number; deep: { same: string } };
check<Same<OutputOf<typeof map>["context"], Mapped["context"]>>();
check<Same<OutputOf<typeof map>["length"], number>>();
check<Same<OutputOf<typeof map>["deep"]["same"], string>>();
const picked = map.pick("length");
const smaller = map.pick(["length", "deep"]);
const assigned = map.assign({ more: ({ length }: { length: number }) => length > 1 });
check<Same<OutputOf<typeof picked>, number>>();
check<Same<keyof OutputOf<typeof smaller>, "length" | "deep">>();
check<Same<OutputOf<typeof assigned>["more"], boolean>>();
check<Same<OutputOf<typeof assigned>["length"], number>>();
// @ts-expect-error there is no such key
map.pick("nothing");

const sequence = RunnableSequence.from([prompt, model, text]);
check<Same<OutputOf<typeof sequence>, string>>();
RunnableSequence.from([prompt, model, text], "named");
const branch = RunnableBranch.from<
  number,
  [[(n: number) => boolean, (n: number) => string], (n: number) => number[]]
>([[(n) => n > 0, (n) => String(n)], (n) => [n]]);
check<Same<OutputOf<typeof branch>, string | number[]>>();

// Components.
check<Same<InputOf<typeof model>, ChatModelInput>>();
check<Same<OutputOf<typeof model>, AIMessageChunk>>();
check<Same<OutputOf<typeof retriever>, Document[]>>();
const json = model.pipe(new JsonOutputParser());
check<Same<OutputOf<typeof json>, JsonObject>>();
// As programs for LangChain.js write it.
json.pipe((value: Record<string, unknown>) => value["countries"]);
retriever.pipe((documents: Document[]) => documents.map(({ pageContent }) => pageContent));
retriever.pipe((documents: DocumentInterface[]) => documents.length);
const extracted = json.pipe(async function* (input: AsyncGenerator<Record<string, unknown>>) {
  for await (const value of input) yield Object.keys(value).length;
});
check<Same<OutputOf<typeof extracted>, number>>();
// @ts-expect-error the stream is of objects
json.pipe(async function* (input: AsyncGenerator<number>) {
  for await (const value of input) yield value;
});
const structured = StructuredOutputParser.fromZodSchema(z.object({ size: z.coerce.number() }));
check<Same<OutputOf<typeof structured>, { size: number }>>();

// Tools: the schema says what the function gets.
const search = tool(
  async ({ query, limit }, config) => {
    check<Same<typeof query, string>>();
    check<Same<typeof limit, number>>();
    check<Same<typeof config, RunnableConfig>>();
    return [query];
  },
  { name: "search", schema: z.object({ query: z.string(), limit: z.number().default(3) }) },
);
check<Same<typeof search, StructuredTool<{ query: string; limit: number }, string[]>>>();
const counting = tool(
  async function* (to: number) {
    yield to;
  },
  { name: "count" },
);
check<Same<OutputOf<typeof counting>, number>>();
const asked = words.asTool({ name: "words", description: "Splits." });
check<Same<Parameters<typeof asked.invoke>[0], string | ToolCallInput>>();
// @ts-expect-error the schema has a query
void search.invoke({ limit: 1 });

// Options of a model of one's own.
class StoppingModel extends BaseChatModel<RunnableConfig & { readonly stop?: readonly string[] }> {}
void new StoppingModel().invoke("a", { stop: ["b"], tags: ["c"] });
new StoppingModel().withConfig({ stop: ["b"] });
// @ts-expect-error stop is a list
void new StoppingModel().invoke("a", { stop: "b" });
// @ts-expect-error this model has no such option
void model.invoke("a", { seed: 1 });

// Tools bound to a model, answers in a form, agents.
declare const call: ToolCall;
check<Same<OutputOf<ReturnType<typeof model.bindTools>>, AIMessageChunk>>();
model.bindTools([search, asked, { type: "web_search" }], { tool_choice: "any" });
const found = search.invoke(call);
check<Same<typeof found, Promise<ToolMessage>>>();
const place = z.object({ city: z.string(), days: z.number().default(1) });
const form = model.withStructuredOutput(place);
check<Same<OutputOf<typeof form>, { city: string; days: number }>>();
const both = model.withStructuredOutput(place, { includeRaw: true });
check<Same<OutputOf<typeof both>["parsed"], { city: string; days: number } | null>>();
const loose = model.withStructuredOutput({ type: "object" });
check<Same<OutputOf<typeof loose>, Readonly<Record<string, unknown>>>>();
const agent = createAgent({ model, tools: [search, asked, { type: "web_search" }] });
check<Same<OutputOf<typeof agent>, AgentState>>();
createAgent({ model: model.bindTools([search]).withRetry() });
// @ts-expect-error a parser is no model
createAgent({ model: new StringOutputParser() });
// @ts-expect-error the options are known
createAgent({ model, middleware: [] });

// Steps that do not fit.
// @ts-expect-error a parser takes messages or text
prompt.pipe(text);
// @ts-expect-error words are no number
words.pipe((value: number) => value);
// @ts-expect-error words take a line
void words.invoke(1);
// @ts-expect-error there are two versions
words.streamEvents("a", { version: "v3" });
// @ts-expect-error there is no such type
words.streamEvents("a", {}, { includeTypes: ["model"] });
