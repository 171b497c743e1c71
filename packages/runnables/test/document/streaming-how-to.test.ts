import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  AIMessageChunk,
  chain,
  ChatPromptTemplate,
  ChatPromptValue,
  Document,
  HumanMessage,
  isAIMessageChunk,
  JsonOutputParser,
  MemoryVectorStore,
  RunnableLambda,
  RunnableParallel,
  RunnablePassthrough,
  RunnableSequence,
  StringOutputParser,
  SystemMessage,
  tool,
  type Runnable,
  type RunnableConfig,
  type StreamEvent,
  type V1StreamEvent,
} from "@rivulet/runnables";
import { ScriptedChatModel, ScriptedLLM, ScriptedRetriever } from "@rivulet/testing";
import { collect, take } from "../support/collect.ts";
import { WordCountEmbeddings } from "../support/word-count-embeddings.ts";

// The document's code samples, in its order, under the names of its sections; the models answer with the streams that it
// prints. Where Rivulet means to differ, a comment says so and the test holds it to its own promise.

const fixtures = join(__dirname, "../fixtures/document");

function readFixture<Value>(name: string): Value {
  return JSON.parse(readFileSync(join(fixtures, name), "utf8")) as Value;
}

function modelOf(chunks: readonly string[]): ScriptedChatModel {
  return new ScriptedChatModel({ name: "ChatAnthropic", chunks });
}

function modelFor(name: "hello" | "joke" | "countries" | "retrieval"): ScriptedChatModel {
  return modelOf(readFixture<string[]>(`${name}.chunks.json`));
}

const countriesQuestion =
  "output a list of the countries france, spain and japan and their populations in JSON format. " +
  'Use a dict with an outer key of "countries" which contains a list of countries. ' +
  "Each country should have the key `name` and `population`";

/** What a loop prints that ends each chunk with a bar. */
async function printWithBars(chunks: AsyncIterable<unknown>): Promise<string> {
  let printed = "";
  for await (const chunk of chunks) printed += `${toText(chunk)}|`;
  return printed;
}

function toText(chunk: unknown): string {
  if (isAIMessageChunk(chunk)) return chunk.text;
  return typeof chunk === "string" ? chunk : JSON.stringify(chunk);
}

function nameOf(country: unknown): unknown {
  return typeof country === "object" && country !== null ? Reflect.get(country, "name") : undefined;
}

function countriesOf(value: unknown): readonly unknown[] | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const countries: unknown = Reflect.get(value, "countries");
  return Array.isArray(countries) ? countries : undefined;
}

/** Works on the whole input, and so breaks the streaming. */
function extractCountryNames(value: unknown): unknown {
  return countriesOf(value)?.map(nameOf) ?? "";
}

/** Works on the input stream. */
async function* extractCountryNamesStreaming(
  input: AsyncIterable<unknown>,
): AsyncGenerator<unknown> {
  const namesSoFar = new Set<unknown>();
  for await (const value of input) {
    for (const country of countriesOf(value) ?? []) {
      const name = nameOf(country);
      if (name === undefined || name === "" || namesSoFar.has(name)) continue;
      yield name;
      namesSoFar.add(name);
    }
  }
}

/** The events with a number in the place of each run's id, in the order in which the runs appear. */
function withRunNumbers<Event extends { readonly run_id: string }>(
  events: readonly Event[],
): unknown[] {
  const numbers = new Map<string, number>();
  return events.map((event) => {
    const number = numbers.get(event.run_id) ?? numbers.size + 1;
    numbers.set(event.run_id, number);
    return { ...event, run_id: number };
  });
}

describe("Using Stream", () => {
  describe("LLMs and chat models", () => {
    it("streams the tokens of the chat model", async () => {
      const chunks = modelFor("hello").stream("hello. tell me something about yourself");

      expect(await printWithBars(chunks)).toBe(
        " Hello|!| My| name| is| Claude|.| I|'m| an| AI| assistant| created| by| An|throp|ic| to| be| helpful|,| harmless|,| and| honest|.||",
      );
    });

    it("streams message chunks", async () => {
      const [first] = await collect(modelFor("hello").stream("hello"));

      expect(first).toBeInstanceOf(AIMessageChunk);
      expect(first).toStrictEqual(new AIMessageChunk({ content: " Hello" }));
    });

    it("streams chunks that add up", async () => {
      const chunks = await collect(modelFor("hello").stream("hello"));

      expect(chunks.slice(0, 5).reduce((sum, chunk) => sum.concat(chunk))).toStrictEqual(
        new AIMessageChunk(" Hello! My name is"),
      );
    });
  });

  describe("Chains", () => {
    it("streams through prompt, model and parser", async () => {
      const prompt = ChatPromptTemplate.fromTemplate("tell me a joke about {topic}");
      const joke = prompt.pipe(modelFor("joke")).pipe(new StringOutputParser());

      expect(await printWithBars(joke.stream({ topic: "parrot" }))).toBe(
        " Here|'s| a| silly| joke| about| a| par|rot|:|\n\nWhat| kind| of| teacher| gives| good| advice|?| An| ap|-|parent| (|app|arent|)| one|!||",
      );
    });
  });

  describe("Working with input streams", () => {
    it("streams the 24 states of the JSON, in order", async () => {
      const json = modelFor("countries").pipe(new JsonOutputParser());
      const snapshots = await collect(json.stream(countriesQuestion));

      expect(snapshots).toHaveLength(24);
      expect(snapshots).toStrictEqual(readFixture("countries.snapshots.json"));
    });
  });
});

describe("Breaking streaming", () => {
  it("waits for the whole input where a function works on the whole input", async () => {
    const names = modelFor("countries").pipe(new JsonOutputParser()).pipe(extractCountryNames);

    expect(await printWithBars(names.stream(countriesQuestion))).toBe(
      '["France","Spain","Japan"]|',
    );
  });

  it("streams again with a generator function", async () => {
    const names = modelFor("countries")
      .pipe(new JsonOutputParser())
      .pipe(extractCountryNamesStreaming);

    expect(await printWithBars(names.stream(countriesQuestion))).toBe("France|Sp|Spain|Japan|");
  });

  describe("Non-streaming components", () => {
    const template =
      "Answer the question based only on the following context:\n{context}\n\nQuestion: {question}\n";
    const texts = ["harrison worked at kensho", "harrison likes spicy food"];

    async function createRetriever(): Promise<Runnable<string, readonly Document[]>> {
      const embeddings = new WordCountEmbeddings(["harrison", "work", "kensho", "food"]);
      return (await MemoryVectorStore.fromTexts(texts, {}, embeddings)).asRetriever();
    }

    it("streams one value of a retriever, the final one", async () => {
      const retriever = await createRetriever();

      expect(await collect(retriever.stream("where did harrison work?"))).toStrictEqual([
        texts.map((pageContent) => new Document({ pageContent })),
      ]);
    });

    it("streams from the last component that does not stream onwards", async () => {
      const retriever = await createRetriever();
      const retrieval = RunnableSequence.from([
        { context: retriever.withConfig({ runName: "Docs" }), question: new RunnablePassthrough() },
        ChatPromptTemplate.fromTemplate(template),
        modelFor("retrieval"),
        new StringOutputParser(),
      ]);
      const question = "Where did harrison work? Write 3 made up sentences about this place.";
      const printed = await printWithBars(retrieval.stream(question));

      expect(printed).toBe(
        " Based| on| the| given| context|,| the| only| information| provided| about| where| Harrison| worked| is| that| he| worked| at| Ken|sh|o|.| Since| there| are| no| other| details| provided| about| Ken|sh|o|,| I| do| not| have| enough| information| to| write| 3| additional| made| up| sentences| about| this| place|.| I| can| only| state| that| Harrison| worked| at| Ken|sh|o|.||",
      );
      expect(printed.split("|").length - 1).toBe(65);
    });

    it("takes a plain object and a RunnableParallel for the same step", async () => {
      const retriever = await createRetriever();
      const steps = {
        context: retriever.withConfig({ runName: "Docs" }),
        question: new RunnablePassthrough<string>(),
      };
      const parallel = RunnableParallel.from<string, typeof steps>(steps);
      const piped = new RunnablePassthrough<string>().pipe(steps);
      const expected = {
        context: texts.map((pageContent) => new Document({ pageContent })),
        question: "harrison?",
      };

      expect(await parallel.invoke("harrison?")).toStrictEqual(expected);
      expect(await piped.invoke("harrison?")).toStrictEqual(expected);
      expect(await namesOfRuns(parallel, "harrison?")).toContain("Docs");
    });
  });
});

async function namesOfRuns(runnable: Runnable<string>, input: string): Promise<string[]> {
  const events = await collect(runnable.streamEvents(input));
  return events.filter(({ event }) => event.endsWith("_start")).map(({ name }) => name);
}

describe("Using Stream Events", () => {
  it("has a version", () => {
    const manifest = JSON.parse(
      readFileSync(join(__dirname, "../../package.json"), "utf8"),
    ) as object;

    expect(manifest).toHaveProperty("version", expect.stringMatching(/^\d+\.\d+\.\d+/u));
  });

  // One event of one run, as a chain of that one step tells it: `seq:step:1` is the step's place.
  describe("Event reference", () => {
    interface Row {
      readonly event: string;
      readonly name: string;
      readonly v1: object;
      readonly v2: object;
    }

    interface Component {
      readonly step: Runnable<never>;
      readonly input: unknown;
      readonly rows: readonly Row[];
    }

    const messages = [new SystemMessage("You are helpful."), new HumanMessage("hello")];
    const documents = [
      new Document({ pageContent: "hello world!" }),
      new Document({ pageContent: "goodbye world!" }),
    ];
    const args = { x: 1, y: "2" };
    const formatted = "hello world!, goodbye world!";
    const answer = new AIMessageChunk("hello human!");
    const question = { question: "hello" };
    const prompt = ChatPromptTemplate.fromMessages([
      ["system", "You are helpful."],
      ["human", "{question}"],
    ]);
    const both = (data: object): Pick<Row, "v1" | "v2"> => ({ v1: data, v2: data });

    const components: readonly Component[] = [
      {
        step: modelOf(["hello", " human!"]),
        input: messages,
        rows: [
          {
            event: "on_chat_model_start",
            name: "ChatAnthropic",
            ...both({ input: { messages: [messages] } }),
          },
          {
            event: "on_chat_model_stream",
            name: "ChatAnthropic",
            ...both({ chunk: new AIMessageChunk("hello") }),
          },
          {
            event: "on_chat_model_end",
            name: "ChatAnthropic",
            v1: {
              input: { messages: [messages] },
              output: {
                generations: [
                  [
                    {
                      text: "hello human!",
                      generation_info: null,
                      type: "ChatGenerationChunk",
                      message: answer,
                    },
                  ],
                ],
                llm_output: null,
              },
            },
            v2: { input: { messages: [messages] }, output: answer },
          },
        ],
      },
      {
        step: new ScriptedLLM({ name: "OpenAI", chunks: ["Hello", " human!"] }),
        input: "hello",
        rows: [
          { event: "on_llm_start", name: "OpenAI", ...both({ input: "hello" }) },
          { event: "on_llm_stream", name: "OpenAI", ...both({ chunk: "Hello" }) },
          {
            event: "on_llm_end",
            name: "OpenAI",
            v1: {
              input: "hello",
              output: {
                generations: [
                  [{ text: "Hello human!", generation_info: null, type: "GenerationChunk" }],
                ],
                llm_output: null,
              },
            },
            v2: { input: "hello", output: "Hello human!" },
          },
        ],
      },
      {
        step: RunnableLambda.from(function format_docs(docs: readonly Document[]) {
          return docs.map(({ pageContent }) => pageContent).join(", ");
        }),
        input: documents,
        rows: [
          // A difference: the document's table leaves the input of a function's start out. A function begins when its input
          // is known, so its start has it.
          { event: "on_chain_start", name: "format_docs", ...both({ input: documents }) },
          { event: "on_chain_stream", name: "format_docs", ...both({ chunk: formatted }) },
          {
            event: "on_chain_end",
            name: "format_docs",
            ...both({ input: documents, output: formatted }),
          },
        ],
      },
      {
        step: tool((input: typeof args) => input, { name: "some_tool" }),
        input: args,
        rows: [
          { event: "on_tool_start", name: "some_tool", ...both({ input: args }) },
          { event: "on_tool_stream", name: "some_tool", ...both({ chunk: args }) },
          // A difference: the end of a run inside another one has its input, of a tool as of everything else.
          { event: "on_tool_end", name: "some_tool", ...both({ input: args, output: args }) },
        ],
      },
      {
        step: new ScriptedRetriever({ documents }),
        input: "hello",
        rows: [
          {
            event: "on_retriever_start",
            name: "ScriptedRetriever",
            ...both({ input: { query: "hello" } }),
          },
          // A difference: the document's table calls it `on_retriever_chunk`; the name follows the pattern of all others.
          {
            event: "on_retriever_stream",
            name: "ScriptedRetriever",
            v1: { chunk: { documents } },
            v2: { chunk: documents },
          },
          {
            event: "on_retriever_end",
            name: "ScriptedRetriever",
            v1: { input: { query: "hello" }, output: { documents } },
            v2: { input: { query: "hello" }, output: documents },
          },
        ],
      },
      {
        step: prompt,
        input: question,
        rows: [
          { event: "on_prompt_start", name: "ChatPromptTemplate", ...both({ input: question }) },
          {
            event: "on_prompt_end",
            name: "ChatPromptTemplate",
            ...both({ input: question, output: new ChatPromptValue(messages) }),
          },
        ],
      },
    ];
    const rows = components.flatMap(({ step, input, rows: own }) =>
      own.map((row) => ({ step, input, ...row })),
    );

    function ofStep<Event extends V1StreamEvent | StreamEvent>(
      events: readonly Event[],
      name: string,
    ): Event | undefined {
      return events.find(({ event, tags }) => event === name && tags.includes("seq:step:1"));
    }

    it.each(rows)("$event, version 1", async ({ step, input, event, name, v1 }) => {
      const events = await collect(
        RunnableSequence.from([step]).streamEvents(input, { version: "v1" }),
      );

      expect(ofStep(events, event)).toStrictEqual({
        event,
        name,
        run_id: expect.any(String),
        tags: ["seq:step:1"],
        metadata: {},
        data: v1,
      });
    });

    it.each(rows)("$event, version 2", async ({ step, input, event, name, v2 }) => {
      const events = await collect(RunnableSequence.from([step]).streamEvents(input));

      expect(ofStep(events, event)).toStrictEqual({
        event,
        name,
        run_id: expect.any(String),
        parent_ids: [events[0]?.run_id],
        tags: ["seq:step:1"],
        metadata: {},
        data: v2,
        seq: expect.any(Number),
        time: expect.any(Number),
      });
    });

    it.each(components)(
      "tells the events of $rows.0.name in their order",
      async ({ step, input, rows: own }) => {
        const events = await collect(RunnableSequence.from([step]).streamEvents(input));
        const inside = events
          .filter(({ run_id }) => run_id !== events[0]?.run_id)
          .map(({ event }) => event);

        expect([...new Set(inside)]).toStrictEqual(own.map(({ event }) => event));
      },
    );
  });

  describe("Chat model", () => {
    // The document's output stands for the answer " Hello!".
    const events = (): Promise<V1StreamEvent[]> =>
      collect(modelOf([" Hello", "!", ""]).streamEvents("hello", { version: "v1" }));
    const common = { run_id: 1, name: "ChatAnthropic", tags: [], metadata: {} };

    it("begins with these three events", async () => {
      expect(withRunNumbers(await events()).slice(0, 3)).toStrictEqual([
        { event: "on_chat_model_start", ...common, data: { input: "hello" } },
        { event: "on_chat_model_stream", ...common, data: { chunk: new AIMessageChunk(" Hello") } },
        { event: "on_chat_model_stream", ...common, data: { chunk: new AIMessageChunk("!") } },
      ]);
    });

    it("ends with these two events", async () => {
      expect(withRunNumbers(await events()).slice(-2)).toStrictEqual([
        { event: "on_chat_model_stream", ...common, data: { chunk: new AIMessageChunk("") } },
        { event: "on_chat_model_end", ...common, data: { output: new AIMessageChunk(" Hello!") } },
      ]);
    });
  });

  describe("Chain", () => {
    const createChain = (): Runnable<string> =>
      modelFor("countries").pipe(new JsonOutputParser()) as Runnable<string>;

    it("begins with three starts: of the chain, the model and the parser", async () => {
      const events = await collect(
        createChain().streamEvents(countriesQuestion, { version: "v1" }),
      );

      expect(withRunNumbers(events).slice(0, 3)).toStrictEqual([
        {
          event: "on_chain_start",
          run_id: 1,
          name: "RunnableSequence",
          tags: [],
          metadata: {},
          data: { input: countriesQuestion },
        },
        {
          event: "on_chat_model_start",
          name: "ChatAnthropic",
          run_id: 2,
          tags: ["seq:step:1"],
          metadata: {},
          data: { input: { messages: [[new HumanMessage(countriesQuestion)]] } },
        },
        {
          event: "on_parser_start",
          name: "JsonOutputParser",
          run_id: 3,
          tags: ["seq:step:2"],
          metadata: {},
          data: {},
        },
      ]);
    });

    it("ends with the ends of the model, the parser and the chain", async () => {
      const events = await collect(
        createChain().streamEvents(countriesQuestion, { version: "v1" }),
      );
      const chunks = readFixture<string[]>("countries.chunks.json");
      const output = readFixture<unknown[]>("countries.snapshots.json").at(-1);
      const message = new AIMessageChunk(chunks.join(""));

      expect(withRunNumbers(events).slice(-3)).toStrictEqual([
        {
          event: "on_chat_model_end",
          name: "ChatAnthropic",
          run_id: 2,
          tags: ["seq:step:1"],
          metadata: {},
          data: {
            input: { messages: [[new HumanMessage(countriesQuestion)]] },
            output: {
              generations: [
                [
                  {
                    text: message.text,
                    generation_info: null,
                    type: "ChatGenerationChunk",
                    message,
                  },
                ],
              ],
              llm_output: null,
            },
          },
        },
        {
          event: "on_parser_end",
          name: "JsonOutputParser",
          run_id: 3,
          tags: ["seq:step:2"],
          metadata: {},
          data: { input: message, output },
        },
        {
          event: "on_chain_end",
          name: "RunnableSequence",
          run_id: 1,
          tags: [],
          metadata: {},
          data: { output },
        },
      ]);
    });

    // A difference: the document prints the parser's chunk before the token that it was made from; here the cause comes
    // first.
    it("interleaves the chunks of the model and the parser", async () => {
      expect(await printChunks(createChain())).toStrictEqual([
        "Chat model chunk: ' Here'",
        "Chat model chunk: ' is'",
        "Chat model chunk: ' the'",
        "Chat model chunk: ' JSON'",
        "Chat model chunk: ' with'",
        "Chat model chunk: ' the'",
        "Chat model chunk: ' requested'",
        "Chat model chunk: ' countries'",
        "Chat model chunk: ' and'",
        "Chat model chunk: ' their'",
        "Chat model chunk: ' populations'",
        "Chat model chunk: ':'",
        "Chat model chunk: '\\n\\n```'",
        "Chat model chunk: 'json'",
        "Chat model chunk: '\\n{'",
        "Parser chunk: {}",
        "Chat model chunk: '\\n '",
        "Chat model chunk: ' \"'",
        "Chat model chunk: 'countries'",
        "Chat model chunk: '\":'",
        "Chat model chunk: ' ['",
        'Parser chunk: {"countries":[]}',
        "Chat model chunk: '\\n   '",
        "Chat model chunk: ' {'",
        'Parser chunk: {"countries":[{}]}',
        "...",
      ]);
    });
  });

  /** The document's loop: prints the chunks of models and parsers, and leaves after 31 events. */
  async function printChunks(runnable: Runnable<string>): Promise<string[]> {
    const lines: string[] = [];
    let count = 0;
    for await (const event of runnable.streamEvents(countriesQuestion, { version: "v1" })) {
      const { chunk } = event.data;
      if (event.event === "on_chat_model_stream") {
        lines.push(`Chat model chunk: '${toText(chunk).replaceAll("\n", "\\n")}'`);
      }
      if (event.event === "on_parser_stream") lines.push(`Parser chunk: ${toText(chunk)}`);
      count += 1;
      if (count > 30) {
        lines.push("...");
        break;
      }
    }
    return lines;
  }

  describe("Filtering events", () => {
    const version = { version: "v1" } as const;
    const snapshots = readFixture<unknown[]>("countries.snapshots.json");
    const tokens = readFixture<string[]>("countries.chunks.json");
    const named = modelFor("countries")
      .withConfig({ runName: "model" })
      .pipe(new JsonOutputParser().withConfig({ runName: "my_parser" }));

    it("filters by name", async () => {
      const events = await take(
        named.streamEvents(countriesQuestion, version, { includeNames: ["my_parser"] }),
        11,
      );
      const common = { name: "my_parser", run_id: 1, tags: ["seq:step:2"], metadata: {} };

      expect(withRunNumbers(events)).toStrictEqual([
        { event: "on_parser_start", ...common, data: {} },
        ...snapshots
          .slice(0, 10)
          .map((chunk) => ({ event: "on_parser_stream", ...common, data: { chunk } })),
      ]);
    });

    it("filters by type", async () => {
      const events = await take(
        named.streamEvents(countriesQuestion, version, { includeTypes: ["chat_model"] }),
        11,
      );
      const common = { name: "model", run_id: 1, tags: ["seq:step:1"], metadata: {} };

      expect(withRunNumbers(events)).toStrictEqual([
        {
          event: "on_chat_model_start",
          ...common,
          data: { input: { messages: [[new HumanMessage(countriesQuestion)]] } },
        },
        ...tokens.slice(0, 10).map((token) => ({
          event: "on_chat_model_stream",
          ...common,
          data: { chunk: new AIMessageChunk(token) },
        })),
      ]);
    });

    it("filters by tag, which the runs inside inherit", async () => {
      const tagged = modelFor("countries")
        .pipe(new JsonOutputParser())
        .withConfig({ tags: ["my_chain"] });
      const events = await take(
        tagged.streamEvents(countriesQuestion, version, { includeTags: ["my_chain"] }),
        11,
      );
      const model = {
        name: "ChatAnthropic",
        run_id: 2,
        tags: ["seq:step:1", "my_chain"],
        metadata: {},
      };

      expect(withRunNumbers(events)).toStrictEqual([
        {
          event: "on_chain_start",
          run_id: 1,
          name: "RunnableSequence",
          tags: ["my_chain"],
          metadata: {},
          data: { input: countriesQuestion },
        },
        {
          event: "on_chat_model_start",
          ...model,
          data: { input: { messages: [[new HumanMessage(countriesQuestion)]] } },
        },
        {
          event: "on_parser_start",
          name: "JsonOutputParser",
          run_id: 3,
          tags: ["seq:step:2", "my_chain"],
          metadata: {},
          data: {},
        },
        ...tokens.slice(0, 8).map((token) => ({
          event: "on_chat_model_stream",
          ...model,
          data: { chunk: new AIMessageChunk(token) },
        })),
      ]);
    });
  });

  describe("Non-streaming components", () => {
    const names = (): Runnable<string> =>
      modelFor("countries")
        .pipe(new JsonOutputParser())
        .pipe(extractCountryNames) as Runnable<string>;

    it("does not stream the output through a function on the whole input", async () => {
      expect(await collect(names().stream(countriesQuestion))).toStrictEqual([
        ["France", "Spain", "Japan"],
      ]);
    });

    // Differences: the cause comes first, as above; and the function's run begins when its input is there, not before, so
    // that one more token is among the first 31 events.
    it("streams events from inside all the same", async () => {
      expect((await printChunks(names())).slice(13)).toStrictEqual([
        "Chat model chunk: 'json'",
        "Chat model chunk: '\\n{'",
        "Parser chunk: {}",
        "Chat model chunk: '\\n '",
        "Chat model chunk: ' \"'",
        "Chat model chunk: 'countries'",
        "Chat model chunk: '\":'",
        "Chat model chunk: ' ['",
        'Parser chunk: {"countries":[]}',
        "Chat model chunk: '\\n   '",
        "Chat model chunk: ' {'",
        'Parser chunk: {"countries":[{}]}',
        "Chat model chunk: '\\n     '",
        "Chat model chunk: ' \"'",
        "Chat model chunk: 'name'",
        "...",
      ]);
    });
  });

  describe("Propagating callbacks", () => {
    const reverse_word = RunnableLambda.from(function reverse_word(word: string) {
      return [...word].toReversed().join("");
    });
    const none = { tags: [], metadata: {} };

    function toolEvents(name: string): object[] {
      const own = { run_id: 1, name, ...none };
      const inner = { run_id: 2, name: "reverse_word", ...none };
      return [
        { event: "on_tool_start", ...own, data: { input: "hello" } },
        { event: "on_chain_start", ...inner, data: { input: "hello" } },
        { event: "on_chain_end", ...inner, data: { input: "hello", output: "olleh" } },
        { event: "on_tool_stream", ...own, data: { chunk: "olleh" } },
        { event: "on_tool_end", ...own, data: { output: "olleh" } },
      ];
    }

    // A difference: in the document this tool hides what it calls, since it does not pass the callbacks on. Here runs find
    // their parent by themselves, in tools as everywhere.
    it("sees what a tool calls that does not pass the callbacks on", async () => {
      const bad_tool = tool((word: string) => reverse_word.invoke(word), {
        name: "bad_tool",
      });
      const events = await collect(bad_tool.streamEvents("hello", { version: "v1" }));

      expect(withRunNumbers(events)).toStrictEqual(toolEvents("bad_tool"));
    });

    it("sees what a tool calls that passes the callbacks on, once", async () => {
      const correct_tool = tool(
        (word: string, { callbacks }: RunnableConfig) => reverse_word.invoke(word, { callbacks }),
        { name: "correct_tool" },
      );
      const events = await collect(correct_tool.streamEvents("hello", { version: "v1" }));

      expect(withRunNumbers(events)).toStrictEqual(toolEvents("correct_tool"));
    });

    async function reverse_and_double(word: string): Promise<string> {
      return (await reverse_word.invoke(word)).repeat(2);
    }

    it.each([
      ["a lambda", RunnableLambda.from(reverse_and_double)],
      ["`chain`", chain(reverse_and_double)],
    ])("propagates by itself in %s", async (_kind, runnable) => {
      const own = { run_id: 1, name: "reverse_and_double", ...none };
      const inner = { run_id: 2, name: "reverse_word", ...none };
      const events = await collect(runnable.streamEvents("1234", { version: "v1" }));

      expect(await runnable.invoke("1234")).toBe("43214321");
      expect(withRunNumbers(events)).toStrictEqual([
        { event: "on_chain_start", ...own, data: { input: "1234" } },
        { event: "on_chain_start", ...inner, data: { input: "1234" } },
        { event: "on_chain_end", ...inner, data: { input: "1234", output: "4321" } },
        { event: "on_chain_stream", ...own, data: { chunk: "43214321" } },
        { event: "on_chain_end", ...own, data: { output: "43214321" } },
      ]);
    });

    it("tells the same in version 2, with where each run is", async () => {
      const events: StreamEvent[] = await collect(
        RunnableLambda.from(reverse_and_double).streamEvents("1234"),
      );
      const root = events[0]?.run_id;

      expect(events.map(({ parent_ids }) => parent_ids)).toStrictEqual([
        [],
        [root],
        [root],
        [],
        [],
      ]);
      expect(events.map(({ seq }) => seq)).toStrictEqual([0, 1, 2, 3, 4]);
    });
  });
});
