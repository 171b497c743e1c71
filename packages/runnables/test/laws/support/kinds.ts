import { traceable } from "@rivulet/core";
import {
  AIMessageChunk,
  BaseChatModel,
  BaseLLM,
  BaseRetriever,
  ChatPromptTemplate,
  createAgent,
  Document,
  Embeddings,
  JsonOutputParser,
  Runnable,
  RunnableBranch,
  RunnableGenerator,
  RunnableLambda,
  RunnableParallel,
  RunnablePassthrough,
  RunnablePick,
  RunnableSequence,
  StringOutputParser,
  StructuredOutputParser,
  StructuredTool,
  tool,
  ToolCallingChatModel,
  type AgentState,
  type BaseChatModelCallOptions,
  type BaseMessage,
  type ChatModelInput,
  type ModelOptions,
  type RunnableConfig,
  type StructuredOutputBinding,
  type Vector,
} from "@rivulet/runnables";
import { z } from "zod";
import { failure, type Script } from "./script.ts";

/** A component or primitive whose user code follows a script. */
export interface Kind {
  readonly name: string;
  /** Makes it; whatever input it needs, it makes itself from a text. */
  readonly build: (script: Script) => Runnable<string, unknown>;
  /** What it gives when all goes well, as `read` shows it. */
  readonly output: unknown;
  /** Whether it gives more than one chunk, so that it has a middle. */
  readonly isGradual: boolean;
  /** Whether its code can wait. */
  readonly canStall: boolean;
  /** Shows a value in a form that compares. */
  readonly read: (value: unknown) => unknown;
  /** Whether calling its `invoke` by itself is calling the user's own method, of which nothing is known. */
  readonly isUntracedAlone?: boolean;
  /** What its chunks add up to; absent where they do not. */
  readonly addUp?: ((chunks: readonly unknown[]) => unknown) | undefined;
}

const letters = ["a", "b", "c"] as const;

class TestChatModel extends BaseChatModel {
  readonly #script: Script;
  constructor(script: Script) {
    super();
    this.#script = script;
  }
  protected override async *_streamResponseChunks(
    _messages: readonly BaseMessage[],
    options: ModelOptions,
  ): AsyncGenerator<AIMessageChunk> {
    for await (const text of this.#script.play(letters, options)) yield new AIMessageChunk(text);
  }
}

/** Answers in a form, in a way of its provider's own. */
class TestFormModel extends ToolCallingChatModel {
  readonly #script: Script;
  constructor(script: Script) {
    super();
    this.#script = script;
  }
  protected override async *_streamResponseChunks(
    _messages: readonly BaseMessage[],
    options: ModelOptions,
  ): AsyncGenerator<AIMessageChunk> {
    for await (const text of this.#script.play(['{"a": "a', "b", 'c"}'], options))
      yield new AIMessageChunk(text);
  }
  protected override _bindStructuredOutput(): StructuredOutputBinding<BaseChatModelCallOptions> {
    return { method: "jsonSchema", options: {} };
  }
}

class TestLLM extends BaseLLM {
  readonly #script: Script;
  constructor(script: Script) {
    super();
    this.#script = script;
  }
  protected override _streamResponseChunks(
    _prompt: string,
    options: ModelOptions,
  ): AsyncGenerator<string> {
    return this.#script.play(letters, options);
  }
}

class WholeModel extends BaseLLM {
  readonly #script: Script;
  constructor(script: Script) {
    super();
    this.#script = script;
  }
  protected override _call(_prompt: string, options: ModelOptions): Promise<string> {
    return this.#script.playAll(letters, options);
  }
}

class TestRetriever extends BaseRetriever {
  readonly #script: Script;
  constructor(script: Script) {
    super();
    this.#script = script;
  }
  protected override async _getRelevantDocuments(
    _query: string,
    config: RunnableConfig,
  ): Promise<readonly Document[]> {
    return [new Document({ pageContent: await this.#script.playAll(letters, config) })];
  }
}

class TestTool extends StructuredTool<string, string> {
  readonly name = "TestTool";
  readonly description = "";
  readonly #script: Script;
  constructor(script: Script) {
    super();
    this.#script = script;
  }
  protected override _call(_input: string, config: RunnableConfig): Promise<string> {
    return this.#script.playAll(letters, config);
  }
}

class TestEmbeddings extends Embeddings {
  readonly #script: Script;
  constructor(script: Script) {
    super();
    this.#script = script;
  }
  protected override async _embed(
    texts: readonly string[],
    config: RunnableConfig,
  ): Promise<readonly Vector[]> {
    const text = await this.#script.playAll(letters, config);
    return texts.map(() => [text.length]);
  }
}

class OnlyInvoke extends Runnable<string, string> {
  readonly #script: Script;
  constructor(script: Script) {
    super();
    this.#script = script;
  }
  override invoke(_input: string, config?: Partial<RunnableConfig>): Promise<string> {
    return this.#script.playAll(letters, config);
  }
}

/** A step in front of the one under test, which gives it its stream of input. */
function source<Chunk>(script: Script, chunks: readonly Chunk[]): RunnableGenerator<string, Chunk> {
  return new RunnableGenerator(async function* source(_input, config) {
    yield* script.play(chunks, config);
  });
}

// Chunks that the step under test cannot read, from the place on where the plan says that it fails.
function badAt(script: Script, chunks: readonly unknown[], bad: unknown): readonly unknown[] {
  return chunks.map((chunk, index) => (index >= (script.plan.failAt ?? Infinity) ? bad : chunk));
}

function sourceOfBad(
  script: Script,
  chunks: readonly unknown[],
  bad: unknown,
): Runnable<string, never> {
  return new RunnableGenerator(async function* source(_input: unknown, config: RunnableConfig) {
    for await (const chunk of script.playSafely(badAt(script, chunks, bad), config)) yield chunk;
  }) as Runnable<string, never>;
}

function playing(script: Script): RunnableGenerator<unknown, string> {
  return new RunnableGenerator(async function* playing(_input, config) {
    yield* script.play(letters, config);
  });
}

function lambda<Result>(
  func: (input: string, config: RunnableConfig) => Result,
  name?: string,
): Runnable<string, unknown> {
  return new RunnableLambda({ func, ...(name !== undefined && { name }) });
}

const callOfTool = new AIMessageChunk({ tool_calls: [{ id: "c1", name: "work", args: {} }] });

const same = (value: unknown): unknown => value;
const textOf = (value: unknown): unknown => (value as AIMessageChunk).text;
const joined = (chunks: readonly unknown[]): unknown => chunks.join("");
const last = (chunks: readonly unknown[]): unknown => chunks.at(-1);

function recordOf(key: string): (chunks: readonly unknown[]) => unknown {
  return (chunks) => {
    const whole: Record<string, unknown> = Object.assign({}, ...chunks);
    const parts = chunks.flatMap((chunk) => Object.entries(chunk as object));
    const text = parts
      .filter(([name]) => name === key)
      .map(([, value]) => value as string)
      .join("");
    return { ...whole, [key]: text };
  };
}

function gradual(name: string, build: Kind["build"], rest: Partial<Kind> = {}): Kind {
  const common = { output: "abc", isGradual: true, canStall: true, read: same, addUp: joined };
  return { ...common, ...rest, name, build };
}

function atOnce(name: string, build: Kind["build"], rest: Partial<Kind> = {}): Kind {
  return gradual(name, build, { isGradual: false, addUp: last, ...rest });
}

const components: readonly Kind[] = [
  gradual("chat model", (script) => new TestChatModel(script), {
    read: textOf,
    addUp: (chunks) => chunks.map(textOf).join(""),
  }),
  gradual("LLM", (script) => new TestLLM(script)),
  atOnce("LLM that answers at once", (script) => new WholeModel(script)),
  atOnce(
    "prompt",
    (script) =>
      lambda((topic) => ({ topic })).pipe(
        ChatPromptTemplate.fromTemplate(script.failsAt(0) ? "{missing}" : "{topic}") as never,
      ),
    { canStall: false, read: (value) => String(value), output: "Human: x" },
  ),
  gradual("string parser", (script) =>
    sourceOfBad(script, letters, 1).pipe(new StringOutputParser()),
  ),
  gradual(
    "JSON parser",
    (script) =>
      sourceOfBad(script, ['{"a": 1', ', "b": [', "2]}"], "{]").pipe(new JsonOutputParser()),
    { output: { a: 1, b: [2] }, addUp: last, read: (value) => JSON.parse(JSON.stringify(value)) },
  ),
  gradual(
    "JSON parser that streams changes",
    (script) =>
      sourceOfBad(script, ['{"a": 1', ', "b": [', "2]}"], "{]").pipe(
        new JsonOutputParser({ diff: true }),
      ),
    {
      output: { a: 1, b: [2] },
      addUp: undefined,
      read: (value) => JSON.parse(JSON.stringify(value)),
    },
  ),
  atOnce(
    "structured parser",
    (script) =>
      sourceOfBad(script, ['{"a": ', "1", "}"], '"x"').pipe(
        StructuredOutputParser.fromZodSchema(z.object({ a: z.number() })),
      ),
    { output: { a: 1 } },
  ),
  gradual(
    "model that answers in a form",
    (script) => new TestFormModel(script).withStructuredOutput(z.object({ a: z.string() })),
    { output: { a: "abc" }, addUp: last, read: (value) => JSON.parse(JSON.stringify(value)) },
  ),
  gradual(
    "model that answers in a form, with its message",
    (script) =>
      new TestFormModel(script)
        .withStructuredOutput(z.object({ a: z.string() }), { includeRaw: true })
        .pick("parsed"),
    { isGradual: false, output: { a: "abc" }, addUp: last },
  ),
  atOnce("agent", (script) => createAgent({ model: new TestChatModel(script) }), {
    read: (value) => (value as AgentState).messages.at(-1)?.text,
  }),
  gradual(
    "agent that has called a tool",
    (script) =>
      createAgent({
        model: new RunnableLambda<ChatModelInput, AIMessageChunk>({
          func: (input) =>
            Array.isArray(input) && input.length > 1 ? new TestChatModel(script) : callOfTool,
        }),
        tools: [tool(() => "done", { name: "work" })],
      }),
    {
      read: (value) => (value as AgentState).messages.at(-1)?.text,
      addUp: last,
    },
  ),
  atOnce("tool of a function", (script) =>
    tool((_input: string, config) => script.playAll(letters, config), { name: "tool" }),
  ),
  gradual("tool of a generator", (script) =>
    tool(
      async function* counting(_input: string, config: RunnableConfig) {
        yield* script.play(letters, config);
      },
      { schema: z.string() },
    ),
  ),
  atOnce("tool of a class", (script) => new TestTool(script)),
  atOnce("retriever", (script) => new TestRetriever(script), {
    read: (value) => (value as readonly Document[]).map(({ pageContent }) => pageContent).join(""),
  }),
  atOnce(
    "embeddings in a lambda",
    (script) => lambda((input) => new TestEmbeddings(script).embedQuery(input)),
    { output: [3] },
  ),
  atOnce("runnable of the user's own", (script) => new OnlyInvoke(script), {
    isUntracedAlone: true,
  }),
];

const functions: readonly Kind[] = [
  atOnce(
    "lambda",
    (script) =>
      lambda(() => {
        if (script.failsAt(0)) throw failure;
        return "abc";
      }),
    { canStall: false },
  ),
  atOnce("async lambda", (script) => lambda((_input, config) => script.playAll(letters, config))),
  gradual("lambda that returns a generator", (script) => lambda(() => script.playNow(letters)), {
    canStall: false,
  }),
  gradual("lambda that returns an async generator", (script) =>
    lambda((_input, config) => script.play(letters, config)),
  ),
  gradual("lambda that returns a runnable", (script) =>
    lambda(() => playing(script).pipe(new StringOutputParser())),
  ),
  gradual("lambda that returns a promise of a runnable", (script) =>
    lambda(async () => playing(script)),
  ),
  gradual("lambda that streams a runnable", (script) =>
    lambda((input, config) => playing(script).stream(input, config)),
  ),
  atOnce("lambda that reads another's events", (script) =>
    lambda(async (input) => {
      let text = "";
      for await (const event of playing(script).streamEvents(input)) {
        if (event.event === "on_chain_stream") text += String(event.data.chunk);
      }
      return text;
    }),
  ),
  atOnce("traced function in a lambda", (script) =>
    lambda((_input, config) =>
      traceable(() => script.playAll(letters, config), { name: "traced" })(),
    ),
  ),
  gradual("traced generator in a lambda", (script) =>
    lambda((_input, config) => traceable(() => script.play(letters, config), { name: "traced" })()),
  ),
  gradual("generator", (script) => playing(script) as Runnable<string, unknown>),
  gradual("generator over a stream", (script) =>
    source(script, letters).pipe(async function* upper(input: AsyncIterable<string>) {
      script.open += 1;
      try {
        for await (const chunk of input) yield chunk;
      } finally {
        script.open -= 1;
      }
    }),
  ),
];

const primitives: readonly Kind[] = [
  gradual(
    "sequence",
    (script) =>
      RunnableSequence.from([
        (input: string) => input,
        playing(script),
        async function* upper(input: AsyncIterable<string>) {
          for await (const chunk of input) yield chunk.toUpperCase();
        },
      ]) as Runnable<string, unknown>,
    { output: "ABC" },
  ),
  gradual(
    "parallel",
    (script) => RunnableParallel.from({ x: playing(script), y: (input: string) => input }),
    { output: { x: "abc", y: "x" }, addUp: recordOf("x") },
  ),
  gradual(
    "assign",
    (script) =>
      lambda((input) => ({ input })).pipe(
        RunnablePassthrough.assign({ x: playing(script) }) as never,
      ),
    { output: { x: "abc", input: "x" }, addUp: recordOf("x") },
  ),
  gradual("passthrough", (script) =>
    source(script, letters).pipe(new RunnablePassthrough<string>()),
  ),
  gradual(
    "passthrough with a function",
    (script) =>
      sourceOfBad(script, letters, "b").pipe(
        new RunnablePassthrough<string>({
          func: () => {
            if (script.plan.failAt !== undefined) throw failure;
          },
        }) as never,
      ),
    { output: "abc" },
  ),
  gradual(
    "pick",
    (script) =>
      sourceOfBad(script, [{ k: "a" }, { k: "b" }, { k: "c" }], 1).pipe(
        new RunnablePick("k") as never,
      ),
    { addUp: last, output: "c" },
  ),
  gradual(
    "branch",
    (script) =>
      RunnableBranch.from([
        [() => false, () => "no"],
        [async () => true, playing(script)],
        () => "default",
      ]) as Runnable<string, unknown>,
  ),
  gradual(
    "branch's default",
    (script) =>
      RunnableBranch.from([[() => 0, () => "no"], playing(script)]) as Runnable<string, unknown>,
  ),
  atOnce(
    "each",
    (script) =>
      lambda((input) => [input, "last"]).pipe(
        lambda((input, config) =>
          input === "last" ? script.playAll(letters, config) : "first",
        ).map() as never,
      ),
    { output: ["first", "abc"] },
  ),
  gradual("retry", (script) => {
    let attempts = 0;
    return new RunnableGenerator(async function* attempt(_input: unknown, config: RunnableConfig) {
      attempts += 1;
      if (attempts % 2 === 1) throw new Error("the first attempt fails");
      yield* script.play(letters, config);
    }).withRetry({ stopAfterAttempt: 2, delayMs: () => 0 }) as Runnable<string, unknown>;
  }),
  gradual("fallbacks", (script) =>
    lambda(() => {
      throw new Error("the first fails");
    }).withFallbacks([playing(script)]),
  ),
  gradual("binding", (script) =>
    (playing(script) as Runnable<string, unknown>)
      .withConfig({ tags: ["bound"], metadata: { bound: true } })
      .withConfig({ runName: "binding" }),
  ),
];

/** Every component and primitive. */
export const kinds: readonly Kind[] = [...components, ...functions, ...primitives];
