import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ChatOpenAI, OpenAI } from "@rivulet/openai";
import {
  AIMessage,
  chain,
  ChatPromptTemplate,
  isBaseMessage,
  JsonOutputParser,
  RunnableLambda,
  RunnableSequence,
  StringOutputParser,
  tool,
  type Runnable,
  type StreamEvent,
} from "@rivulet/runnables";
import { ScriptedChatModel, ScriptedLLM } from "@rivulet/testing";
import "@rivulet/testing/jest";
import {
  openaiChat,
  openaiCompletion,
  openaiResponse,
  type ProviderServer,
} from "@rivulet/testing/providers";
import { collect, secretKey, withServer } from "../support/with-server.ts";

// The document's samples with a model, by the official client over HTTP, against the same with the scripted model.

const folder = join(__dirname, "../../../runnables/test/fixtures/document");

function readChunks(name: string): readonly string[] {
  return JSON.parse(readFileSync(join(folder, `${name}.chunks.json`), "utf8")) as string[];
}

type Model = Runnable<string | object, never>;

/** A sample of the document: what is made of the model, and what goes in. */
interface Sample {
  readonly name: string;
  readonly chunks: readonly string[];
  readonly input: unknown;
  readonly make: (model: Model) => Runnable<never>;
  /** Whether a step goes at its own pace, so that only the order within each run is given. */
  readonly hasOwnPace?: boolean;
}

async function* extractCountryNames(input: AsyncIterable<unknown>): AsyncGenerator<unknown> {
  const seen = new Set<unknown>();
  for await (const value of input) {
    const { countries = [] } = value as { countries?: { name?: string }[] };
    for (const { name } of countries) {
      if (name === undefined || name === "" || seen.has(name)) continue;
      seen.add(name);
      yield name;
    }
  }
}

const asRunnable = (runnable: object): Runnable<never> => runnable as Runnable<never>;
const question = "output a list of the countries france, spain and japan and their populations";
const countries = readChunks("countries");

const samples: readonly Sample[] = [
  {
    name: "a chat model",
    chunks: readChunks("hello"),
    input: "hello. tell me something about yourself",
    make: asRunnable,
  },
  {
    name: "prompt, model and parser",
    chunks: readChunks("joke"),
    input: { topic: "parrot" },
    make: (model) =>
      asRunnable(
        ChatPromptTemplate.fromTemplate("tell me a joke about {topic}")
          .pipe(model)
          .pipe(new StringOutputParser()),
      ),
  },
  {
    name: "a JSON parser on the input stream",
    chunks: countries,
    input: question,
    make: (model) => asRunnable(model.pipe(new JsonOutputParser())),
  },
  {
    name: "a function that breaks the streaming",
    chunks: countries,
    input: question,
    make: (model) =>
      asRunnable(
        model.pipe(new JsonOutputParser()).pipe((value: unknown) => JSON.stringify(value)),
      ),
  },
  {
    name: "a generator function on the input stream",
    chunks: countries,
    input: question,
    make: (model) => asRunnable(model.pipe(new JsonOutputParser()).pipe(extractCountryNames)),
    hasOwnPace: true,
  },
  {
    name: "names and tags",
    chunks: countries,
    input: question,
    make: (model) =>
      asRunnable(
        model
          .withConfig({ runName: "model", tags: ["my_model"] })
          .pipe(new JsonOutputParser().withConfig({ runName: "my_parser" }))
          .withConfig({ tags: ["my_chain"] }),
      ),
  },
  {
    name: "a retrieval chain",
    chunks: readChunks("retrieval"),
    input: "Where did harrison work?",
    make: (model) =>
      asRunnable(
        RunnableSequence.from([
          { context: () => "harrison worked at kensho", question: RunnableLambda.from(String) },
          ChatPromptTemplate.fromTemplate("{context}\n\nQuestion: {question}\n"),
          model,
          new StringOutputParser(),
        ] as never),
      ),
  },
  {
    name: "a model inside of a tool",
    chunks: readChunks("hello"),
    input: { word: "hello" },
    make: (model) =>
      asRunnable(
        tool(({ word }: { word: string }) => model.invoke(word), {
          name: "ask",
          description: "Asks.",
        }),
      ),
  },
  {
    name: "a model inside of a chain of one's own",
    chunks: readChunks("hello"),
    input: "1234",
    make: (model) => asRunnable(chain(async (text: string) => model.invoke(text))),
  },
];

type ModelOf = (server: ProviderServer, chunks: readonly string[]) => object;

const apis: readonly (readonly [api: string, scripted: ModelOf, real: ModelOf])[] = [
  [
    "Chat Completions",
    (_, chunks) => new ScriptedChatModel({ name: "ChatOpenAI", chunks }),
    (server, chunks) => {
      server.respondWith(openaiChat({ chunks }));
      return new ChatOpenAI(fieldsFor(server));
    },
  ],
  [
    "the Responses API",
    (_, chunks) => new ScriptedChatModel({ name: "ChatOpenAI", chunks }),
    (server, chunks) => {
      server.respondWith(openaiResponse({ chunks: chunks.filter((text) => text !== "") }));
      return new ChatOpenAI({ ...fieldsFor(server), useResponsesApi: true });
    },
  ],
  [
    "text completion",
    // A text model has nothing to tell at its end.
    (_, chunks) =>
      new ScriptedLLM({ name: "OpenAI", chunks: chunks.filter((text) => text !== "") }),
    (server, chunks) => {
      server.respondWith(openaiCompletion({ chunks }));
      return new OpenAI(fieldsFor(server));
    },
  ],
];

function fieldsFor(server: ProviderServer): object {
  return { apiKey: secretKey, configuration: { baseURL: server.openaiBaseUrl } };
}

/** What differs by nature left aside: ids, times, the facts of the provider, and what a message tells of its response. */
function comparable(
  events: readonly StreamEvent[],
): readonly { readonly run: number; readonly seq: number }[] {
  const numbers = new Map<string, number>();
  const numberOf = (id: string): number => {
    const number = numbers.get(id) ?? numbers.size;
    numbers.set(id, number);
    return number;
  };
  return events.map(({ event, name, tags, seq, data, ...ids }) => ({
    event,
    name,
    tags,
    seq,
    run: numberOf(ids.run_id),
    parents: ids.parent_ids.map(numberOf),
    data: withoutFacts(data),
  }));
}

/** The events of each run by themselves. */
function byRun(events: readonly StreamEvent[]): unknown {
  const runs = comparable(events).map(({ seq: _, ...rest }) => rest);
  return runs.toSorted((left, right) => left.run - right.run);
}

function withoutFacts(value: unknown): unknown {
  if (isBaseMessage(value)) {
    const fields = value.toFields();
    return new AIMessage({ content: fields.content, name: value.getType() });
  }
  if (Array.isArray(value)) return value.map(withoutFacts);
  if (typeof value !== "object" || value === null) return value;
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, withoutFacts(inner)]),
  );
}

describe.each(apis)("the document's samples by %s", (_, scripted, real) => {
  it.each(samples)("stream the same as scripted: $name", async ({ chunks, input, make }) => {
    await withServer(async (server) => {
      const expected = await collect(
        make(scripted(server, chunks) as Model).stream(input as never),
      );
      const streamed = await collect(make(real(server, chunks) as Model).stream(input as never));

      expect(streamed.map(withoutFacts)).toEqual(expected.map(withoutFacts));
    });
  });

  it.each(samples)("tell the same events as scripted: $name", async (sample) => {
    const { chunks, input, make, hasOwnPace = false } = sample;
    await withServer(async (server) => {
      const expected = await collect(
        make(scripted(server, chunks) as Model).streamEvents(input as never),
      );
      const told = await collect(make(real(server, chunks) as Model).streamEvents(input as never));

      expect(told).toObeyRunLaws();
      const compare = hasOwnPace ? byRun : comparable;
      expect(compare(told)).toEqual(compare(expected));
    });
  });
});

describe("what the document prints", () => {
  it("is printed with ChatOpenAI", async () => {
    await withServer(async (server) => {
      server.respondWith(openaiChat({ chunks: readChunks("hello") }));
      let printed = "";
      for await (const chunk of new ChatOpenAI(fieldsFor(server)).stream("hello")) {
        printed += `${chunk.text}|`;
      }
      expect(printed).toBe(
        " Hello|!| My| name| is| Claude|.| I|'m| an| AI| assistant| created| by| An|throp|ic| to| be| helpful|,| harmless|,| and| honest|.||",
      );
    });
  });

  it("is read from JSON as it grows", async () => {
    await withServer(async (server) => {
      server.respondWith(openaiChat({ chunks: countries }));
      const json = new ChatOpenAI(fieldsFor(server)).pipe(new JsonOutputParser());
      const snapshots = JSON.parse(
        readFileSync(join(folder, "countries.snapshots.json"), "utf8"),
      ) as unknown;
      expect(await collect(json.stream(question))).toEqual(snapshots);
    });
  });
});
