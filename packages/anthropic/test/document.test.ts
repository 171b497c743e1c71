import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  type AIMessageChunk,
  type ChatModelInput,
  ChatPromptTemplate,
  isBaseMessage,
  JsonOutputParser,
  type Runnable,
  RunnablePassthrough,
  RunnableSequence,
  StringOutputParser,
  tool,
  type StreamEventsVersion,
} from "@rivulet/runnables";
import { EventRecorder, ScriptedChatModel, ScriptedRetriever } from "@rivulet/testing";
import { anthropicMessage } from "@rivulet/testing/providers";
import { useServer } from "./support/use-server.ts";

// The samples of the document, once with the scripted model and once with ChatAnthropic over HTTP: what they print must be the same.

const test = useServer();
const { createModel, see } = test;
const fixtures = join(__dirname, "../../runnables/test/fixtures/document");

type Recording = "hello" | "joke" | "countries" | "retrieval";
type Model = Runnable<ChatModelInput, AIMessageChunk>;
type CreateModel = (recording: Recording) => Model;

function readChunks(recording: Recording): readonly string[] {
  const text = readFileSync(join(fixtures, `${recording}.chunks.json`), "utf8");
  return JSON.parse(text) as string[];
}

function createScripted(recording: Recording): Model {
  return new ScriptedChatModel({ name: "ChatAnthropic", chunks: readChunks(recording) });
}

/** The recording's last chunk is the empty one that ends each stream of the provider. */
function createReal(recording: Recording): Model {
  const chunks = readChunks(recording);
  expect(chunks.at(-1)).toBe("");
  test.server.respondWith(anthropicMessage({ chunks: chunks.slice(0, -1) }));
  return createModel();
}

const question = "output a list of the countries france, spain and japan and their populations";

function countriesOf(value: unknown): readonly { readonly name?: string }[] {
  const { countries } = (value ?? {}) as { readonly countries?: unknown };
  return Array.isArray(countries) ? (countries as { readonly name?: string }[]) : [];
}

function extractCountryNames(value: unknown): unknown {
  return countriesOf(value).map(({ name }) => name);
}

async function* extractCountryNamesStreaming(
  input: AsyncIterable<unknown>,
): AsyncGenerator<string> {
  const seen = new Set<string>();
  for await (const value of input) {
    for (const { name } of countriesOf(value)) {
      if (name === undefined || name === "" || seen.has(name)) continue;
      seen.add(name);
      yield name;
    }
  }
}

type Sample = (create: CreateModel) => Runnable<never>;

const parseCountries: Sample = (create) => create("countries").pipe(new JsonOutputParser());
const samples: Readonly<Record<string, Sample>> = {
  "a chat model": (create) => create("hello"),
  "a chain": (create) =>
    ChatPromptTemplate.fromTemplate("tell me a joke about {topic}")
      .pipe(create("joke"))
      .pipe(new StringOutputParser()),
  "an input stream": parseCountries,
  "a function on the whole input": (create) => parseCountries(create).pipe(extractCountryNames),
  "a generator function": (create) => parseCountries(create).pipe(extractCountryNamesStreaming),
  retrieval: (create) =>
    RunnableSequence.from([
      {
        context: new ScriptedRetriever({ documents: ["harrison worked at kensho"] }).withConfig({
          runName: "Docs",
        }),
        question: new RunnablePassthrough(),
      },
      ChatPromptTemplate.fromTemplate("Answer {question} by {context}"),
      create("retrieval"),
      new StringOutputParser(),
    ]),
  "names and tags": (create) =>
    create("countries")
      .withConfig({ runName: "model" })
      .pipe(new JsonOutputParser().withConfig({ runName: "my_parser" }))
      .withConfig({ tags: ["my_chain"] }),
  "a tool": (create) => {
    const model = create("joke");
    return tool((topic: string) => model.pipe(new StringOutputParser()).invoke(topic), {
      name: "tell_joke",
    });
  },
};

const inputs: Readonly<Record<string, unknown>> = { "a chain": { topic: "parrot" } };

/** What does not depend on who answers: content for messages, numbers for ids, nothing of the provider's facts. */
function toComparable(value: unknown, numbers = new Map<string, string>()): unknown {
  if (isBaseMessage(value)) return { class: value.constructor.name, content: value.content };
  if (typeof value === "string") return numbers.get(value) ?? value;
  if (Array.isArray(value)) return value.map((item) => toComparable(item, numbers));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value)
    .filter(([key]) => key !== "time" && !/^(gen_ai|server)\./u.test(key))
    .map(([key, item]) => {
      if (key === "run_id" && !numbers.has(item)) numbers.set(item, `run ${String(numbers.size)}`);
      return [key, toComparable(item, numbers)] as const;
    });
  return Object.fromEntries(entries);
}

async function streamChunks(runnable: Runnable<never>, name: string): Promise<unknown[]> {
  const chunks = [];
  for await (const chunk of runnable.stream((inputs[name] ?? question) as never)) {
    chunks.push(toComparable(chunk));
  }
  return chunks;
}

async function streamEvents(
  runnable: Runnable<never>,
  name: string,
  version: StreamEventsVersion,
): Promise<readonly { readonly run_id: string }[]> {
  const input = (inputs[name] ?? question) as never;
  if (version === "v1") {
    const events = [];
    for await (const event of runnable.streamEvents(input, { version })) events.push(event);
    return toComparable(events) as readonly { readonly run_id: string }[];
  }
  const recorder = await EventRecorder.from(runnable.streamEvents(input));
  expect(recorder.failure).toBeUndefined();
  see(recorder);
  return toComparable(recorder.events) as readonly { readonly run_id: string }[];
}

// A generator function answers in its own time, so that its events stand among the tokens where these left room for them: there,
// each run's events are compared.
function inOrder(name: string, events: readonly { readonly run_id: string }[]): unknown {
  if (name !== "a generator function") return events;
  return events
    .map((event) => ({ ...event, seq: undefined }))
    .toSorted((one, other) => one.run_id.localeCompare(other.run_id));
}

describe.each(Object.entries(samples))("%s", (name, sample) => {
  it("streams the same chunks", async () => {
    const chunks = await streamChunks(sample(createReal), name);
    expect(chunks.length).toBeGreaterThan(0);
    expect(chunks).toEqual(await streamChunks(sample(createScripted), name));
  });

  it.each(["v1", "v2"] as const)("streams the same events, version %s", async (version) => {
    const events = await streamEvents(sample(createReal), name, version);
    const scripted = await streamEvents(sample(createScripted), name, version);
    expect(inOrder(name, events)).toEqual(inOrder(name, scripted));
    const modelName = name === "names and tags" ? "model" : "ChatAnthropic";
    expect(JSON.stringify(events)).toContain(`"name":"${modelName}"`);
  });
});

it("prints the snapshots of the document", async () => {
  const text = readFileSync(join(fixtures, "countries.snapshots.json"), "utf8");
  expect(await streamChunks(parseCountries(createReal), "")).toEqual(JSON.parse(text));
});
