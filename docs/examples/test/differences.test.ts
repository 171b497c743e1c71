import { observeRuns, type RunEvent } from "@rivulet/core";
import {
  chain,
  JsonOutputParser,
  type Runnable,
  RunnableLambda,
  StringOutputParser,
  tool,
  type StreamEvent,
  type StreamEventFilter,
} from "@rivulet/runnables";
import { ScriptedChatModel, ScriptedLLM, ScriptedRetriever } from "@rivulet/testing";

// The rows of "Deliberate differences" in docs/events.md that its payload table does not cover.

async function eventsOf<Input>(
  runnable: Runnable<Input, unknown>,
  input: Input,
  filter?: StreamEventFilter,
): Promise<readonly StreamEvent[]> {
  const events: StreamEvent[] = [];
  for await (const event of runnable.streamEvents(input, {}, filter)) events.push(event);
  return events;
}

async function outputOf(runnable: Runnable<string, unknown>): Promise<unknown> {
  const events = await eventsOf(runnable, "x", { includeEvents: ["on_chain_end"] });
  const data = events.at(-1)?.data as { readonly output?: unknown };
  return data.output;
}

const namesOf = (events: readonly StreamEvent[]): readonly string[] =>
  events.map(({ event }) => event);

describe("the deliberate differences", () => {
  it("a model's chunk comes before the parser's chunk that was made from it", async () => {
    const program = new ScriptedChatModel({ chunks: ['{"a":', "1}"] }).pipe(new JsonOutputParser());
    const names = namesOf(await eventsOf(program, "x")).filter((name) => name.endsWith("_stream"));
    expect(names.slice(0, 3)).toEqual([
      "on_chat_model_stream",
      "on_parser_stream",
      "on_chain_stream",
    ]);
  });

  it("a parser's start comes with the start of the step before it", async () => {
    const program = new ScriptedChatModel({ chunks: ["a"] }).pipe(new StringOutputParser());
    expect(namesOf(await eventsOf(program, "x")).slice(0, 3)).toEqual([
      "on_chain_start",
      "on_chat_model_start",
      "on_parser_start",
    ]);
  });

  it("what runs inside a tool or a generator is a child by itself", async () => {
    const inner = chain(function inner(text: string) {
      return text;
    });
    const asTool = tool((text: string) => inner.invoke(text), { name: "outer" });
    const asGenerator = chain(async function* outer(text: string) {
      yield "first";
      yield await inner.invoke(text);
    });
    for (const outer of [asTool, asGenerator] as Runnable<string, unknown>[]) {
      const events = await eventsOf(outer, "x");
      const [root] = events;
      const child = events.find(({ name }) => name === "inner");
      expect(child?.parent_ids).toEqual([root?.run_id]);
    }
  });

  it("a chat model's start has its messages also when it is the root", async () => {
    const [start] = await eventsOf(new ScriptedChatModel({ chunks: ["a"] }), "hello");
    expect(start?.data).toMatchObject({ input: { messages: [[{ content: "hello" }]] } });
  });

  it("a text model's input is the prompt", async () => {
    const [start] = await eventsOf(new ScriptedLLM({ chunks: ["a"] }), "hello");
    expect(start?.data).toEqual({ input: "hello" });
  });

  it("retrieved documents are a list", async () => {
    const events = await eventsOf(new ScriptedRetriever({ documents: ["a"] }), "x");
    expect(events.map(({ data }) => data)).toEqual([
      { input: { query: "x" } },
      { chunk: [expect.objectContaining({ pageContent: "a" })] },
      { output: [expect.objectContaining({ pageContent: "a" })] },
    ]);
  });

  it("retries and fallbacks are runs named by their class", async () => {
    const fails = chain(function fails(_: string): string {
      throw new Error("planted");
    });
    const works = chain(function works(text: string) {
      return text;
    });
    const retried = fails.withRetry({ stopAfterAttempt: 2, delayMs: () => 0 });
    const events = await eventsOf(retried.withFallbacks([works]), "x");
    const told = events.filter(({ event }) => !event.endsWith("_stream"));
    expect(told.map(({ event, name }) => `${event} ${name}`)).toEqual([
      "on_chain_start RunnableWithFallbacks",
      "on_chain_start RunnableRetry",
      "on_chain_start fails",
      "on_chain_error fails",
      "on_chain_start fails",
      "on_chain_error fails",
      "on_chain_error RunnableRetry",
      "on_chain_start works",
      "on_chain_end works",
      "on_chain_end RunnableWithFallbacks",
    ]);
    expect(events.at(-1)?.data).toEqual({ output: "x" });
  });

  it.each([
    { chunks: [1, 2, 3], output: 3 },
    { chunks: ["a", "b"], output: "ab" },
    { chunks: [[1], [2]], output: [1, 2] },
    { chunks: [{ a: 1 }, { b: 2 }], output: { b: 2 } },
  ])("chunks $chunks of a generator end as $output", async ({ chunks, output }) => {
    const yields = RunnableLambda.from(function* yields(_: string) {
      yield* chunks as unknown[];
    });
    expect(await outputOf(yields)).toEqual(output);
  });

  it.each([{ output: 1 }, { input: 1 }, 0, "", false, null, undefined])(
    "the output %p arrives as it is",
    async (value) => {
      expect(await outputOf(RunnableLambda.from((_: string) => value))).toEqual(value);
    },
  );

  it("a filtered event has its own input", async () => {
    const program = RunnableLambda.from((text: string) => text.toUpperCase()).pipe(
      chain(function second(text: string) {
        return text;
      }),
    );
    const [start] = await eventsOf(program, "abc", { includeNames: ["second"] });
    expect(start?.data).toEqual({ input: "ABC" });
  });

  it("children that still run when the root has ended go on", async () => {
    const seen: RunEvent[] = [];
    const subscription = observeRuns().subscribe((event) => seen.push(event));
    let finish = (): void => undefined;
    const slow = chain(async function slow(_: string) {
      await new Promise<void>((resolve) => (finish = resolve));
      return "done";
    });
    let left: Promise<string> | undefined;
    const root = chain(function root(text: string) {
      left = slow.invoke(text);
      return "ended";
    });
    await eventsOf(root, "x");
    finish();
    expect(await left).toBe("done");
    subscription.unsubscribe();
    expect(seen.at(-1)).toMatchObject({ event: "on_chain_end", name: "slow" });
  });
});
