import {
  AIMessageChunk,
  ChatPromptTemplate,
  JsonOutputParser,
  RunLog,
  RunLogPatch,
  RunnableGenerator,
  RunnableLambda,
  RunnableParallel,
  RunnableSequence,
  StringOutputParser,
  type LogEntry,
  type Runnable,
  type RunLogOperation,
} from "@rivulet/runnables";
import { ScriptedChatModel, ScriptedLLM, ScriptedRetriever } from "@rivulet/testing";
import jsonPatch from "fast-json-patch";
import { collect } from "../support/collect.ts";

const isoTime = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/u);

function logOf(patches: readonly RunLogPatch[]): RunLog {
  const [first, ...others] = patches;
  if (first === undefined) throw new Error("There are no patches.");
  return others.reduce<RunLog>((log, patch) => log.concat(patch), RunLog.fromRunLogPatch(first));
}

function opsOf(patches: readonly RunLogPatch[]): RunLogOperation[] {
  return patches.flatMap(({ ops }) => ops);
}

function pathsOf(patches: readonly RunLogPatch[]): string[] {
  return opsOf(patches).map(({ op, path }) => `${op} ${path}`);
}

/** What a loop sees of a run that fails: the patches, and what it throws. */
async function collectFailing(
  patches: AsyncIterable<RunLogPatch>,
): Promise<[RunLogPatch[], unknown]> {
  const seen: RunLogPatch[] = [];
  try {
    for await (const patch of patches) seen.push(patch);
  } catch (error) {
    return [seen, error];
  }
  throw new Error("It did not fail.");
}

function createChain(): Runnable<Record<string, unknown>, string> {
  return ChatPromptTemplate.fromTemplate("tell me a joke about {topic}")
    .pipe(new ScriptedChatModel({ name: "ChatAnthropic", chunks: ["Knock", " knock"] }))
    .pipe(new StringOutputParser());
}

describe("streamLog", () => {
  it("begins with the whole state, and puts each run, chunk and end where it belongs", async () => {
    const patches = await collect(createChain().streamLog({ topic: "doors" }));

    expect(patches.every((patch) => patch instanceof RunLogPatch)).toBe(true);
    expect(patches[0]?.ops).toStrictEqual([
      {
        op: "replace",
        path: "",
        value: {
          id: expect.any(String),
          name: "RunnableSequence",
          type: "chain",
          streamed_output: [],
          final_output: null,
          logs: {},
        },
      },
    ]);
    expect(pathsOf(patches.slice(1))).toStrictEqual([
      "add /logs/ChatPromptTemplate",
      "add /logs/ChatPromptTemplate/final_output",
      "add /logs/ChatPromptTemplate/end_time",
      "add /logs/ChatAnthropic",
      "add /logs/StringOutputParser",
      "add /logs/ChatAnthropic/streamed_output_str/-",
      "add /logs/ChatAnthropic/streamed_output/-",
      "add /logs/StringOutputParser/streamed_output/-",
      "add /streamed_output/-",
      "add /logs/ChatAnthropic/streamed_output_str/-",
      "add /logs/ChatAnthropic/streamed_output/-",
      "add /logs/StringOutputParser/streamed_output/-",
      "add /streamed_output/-",
      "add /logs/ChatAnthropic/final_output",
      "add /logs/ChatAnthropic/end_time",
      "add /logs/StringOutputParser/final_output",
      "add /logs/StringOutputParser/end_time",
      "replace /final_output",
    ]);
  });

  it("adds up to what the run told", async () => {
    const chain = createChain().withConfig({ tags: ["jokes"], metadata: { user: "u1" } });
    const { state } = logOf(await collect(chain.streamLog({ topic: "doors" }, { runId: "run-1" })));
    const common = { start_time: isoTime, end_time: isoTime, metadata: { user: "u1" } };

    expect(state).toMatchObject({
      id: "run-1",
      name: "RunnableSequence",
      streamed_output: ["Knock", " knock"],
      final_output: "Knock knock",
    });
    expect(Object.keys(state.logs)).toStrictEqual([
      "ChatPromptTemplate",
      "ChatAnthropic",
      "StringOutputParser",
    ]);
    expect(state.logs["ChatAnthropic"]).toStrictEqual({
      ...common,
      id: expect.any(String),
      name: "ChatAnthropic",
      type: "chat_model",
      tags: ["seq:step:2", "jokes"],
      streamed_output: [new AIMessageChunk("Knock"), new AIMessageChunk(" knock")],
      streamed_output_str: ["Knock", " knock"],
      final_output: new AIMessageChunk("Knock knock"),
    });
    expect(state.logs["StringOutputParser"]).toMatchObject({
      ...common,
      type: "parser",
      tags: ["seq:step:3", "jokes"],
      streamed_output: ["Knock", " knock"],
      streamed_output_str: [],
      final_output: "Knock knock",
    });
  });

  it("adds up to the same with any JSON Patch library, also after JSON", async () => {
    const parser = new JsonOutputParser().withConfig({ runName: "a/b~c" });
    const model = new ScriptedChatModel({ chunks: ['{"a": [1', ", 2]", "}"] });
    const patches = await collect(
      RunnableParallel.from({ one: model.pipe(parser), two: model.pipe(parser) }).streamLog("go"),
    );
    const sent = JSON.parse(JSON.stringify(patches)) as { readonly ops: jsonPatch.Operation[] }[];
    let document: unknown;
    for (const { ops } of sent) document = jsonPatch.applyPatch(document, ops, true).newDocument;

    expect(document).toStrictEqual(JSON.parse(JSON.stringify(logOf(patches).state)));
    expect(document).toMatchObject({ final_output: { one: { a: [1, 2] }, two: { a: [1, 2] } } });
  });

  it("escapes names, and counts those that are the same", async () => {
    const step = (runName: string): Runnable<string, string> =>
      RunnableLambda.from((input: string) => input).withConfig({ runName });
    const names = ["a/b", "~", "a/b", "__proto__", "x", "x:2", "x", "x", "x:3"];
    const patches = await collect(
      RunnableSequence.from([step("a/b"), ...names.slice(1).map(step)]).streamLog("go"),
    );

    expect(pathsOf(patches)).toContain("add /logs/a~1b:2/final_output");
    const { logs } = logOf(patches).state;
    expect(Object.keys(logs)).toStrictEqual([
      "a/b",
      "~",
      "a/b:2",
      "__proto__",
      "x",
      "x:2",
      "x:3",
      "x:4",
      "x:3:2",
    ]);
    expect(Object.values(logs).map(({ name }) => name)).toStrictEqual(names);
    expect(Object.values(logs).every(({ final_output }) => final_output === "go")).toBe(true);
    expect(Object.getPrototypeOf(logs)).toBe(Object.prototype);
  });

  it.each([0, "", false, null, undefined, { input: 1 }, { output: 1 }])(
    "keeps the value %p as it is",
    async (value) => {
      const inner = RunnableLambda.from(() => value).withConfig({ runName: "inner" });
      const { state } = logOf(await collect(RunnableSequence.from([inner]).streamLog("go")));

      expect(state).toMatchObject({ streamed_output: [value], final_output: value });
      expect(state.logs["inner"]).toMatchObject({ streamed_output: [value], final_output: value });
    },
  );

  describe("of a bare component", () => {
    const prompt = ChatPromptTemplate.fromTemplate("{x}");

    it.each<[string, Runnable<never>, unknown, unknown[]]>([
      [
        "chat_model",
        new ScriptedChatModel({ chunks: ["a", "b"] }),
        "go",
        [new AIMessageChunk("a"), new AIMessageChunk("b")],
      ],
      ["llm", new ScriptedLLM({ chunks: ["a", "b"] }), "go", ["a", "b"]],
      ["retriever", new ScriptedRetriever({ documents: [] }), "go", [[]]],
      ["prompt", prompt, { x: "go" }, [prompt.formatPromptValue({ x: "go" })]],
      ["parser", new StringOutputParser(), "go", ["go"]],
    ])("has the output of a %s", async (type, component, input, streamed) => {
      const { state } = logOf(await collect((component as Runnable).streamLog(input)));

      expect(state.type).toBe(type);
      expect(state.streamed_output).toStrictEqual(streamed);
      expect(state.logs).toStrictEqual({});
    });

    it("has the tokens of a model that is only invoked inside", async () => {
      const model = new ScriptedLLM({ name: "llm", chunks: ["a", "b"] });
      const lambda = RunnableLambda.from((input: string) => model.invoke(input));
      const { logs } = logOf(await collect(lambda.streamLog("go"))).state;

      expect(logs["llm"]).toMatchObject({
        streamed_output: ["a", "b"],
        streamed_output_str: ["a", "b"],
      });
    });
  });

  describe("with a filter", () => {
    const logged = async (
      ...filter: Parameters<Runnable<Record<string, unknown>>["streamLog"]>
    ): Promise<string[]> =>
      Object.keys(logOf(await collect(createChain().streamLog(...filter))).state.logs);
    const input = { topic: "doors" };

    it("has entries of those alone, and the root's output all the same", async () => {
      const patches = await collect(
        createChain().streamLog(input, {}, { includeTypes: ["chat_model"] }),
      );
      const { state } = logOf(patches);

      expect(Object.keys(state.logs)).toStrictEqual(["ChatAnthropic"]);
      expect(state).toMatchObject({
        streamed_output: ["Knock", " knock"],
        final_output: "Knock knock",
      });
    });

    it.each<[Parameters<Runnable["streamLog"]>[2], string[]]>([
      [{ includeNames: ["StringOutputParser"] }, ["StringOutputParser"]],
      [{ includeTags: ["seq:step:1"] }, ["ChatPromptTemplate"]],
      [{ excludeNames: ["ChatAnthropic"] }, ["ChatPromptTemplate", "StringOutputParser"]],
      [{ excludeTypes: ["prompt", "parser"] }, ["ChatAnthropic"]],
      [
        { where: (event) => event.name.startsWith("Chat") },
        ["ChatPromptTemplate", "ChatAnthropic"],
      ],
      [{ excludeEvents: ["on_chat_model_start"] }, ["ChatPromptTemplate", "StringOutputParser"]],
      [{ includeNames: [] }, []],
    ])("%j", async (filter, expected) => {
      expect(await logged(input, {}, filter)).toStrictEqual(expected);
    });

    it("leaves out the events that are not wanted", async () => {
      const filter = { excludeEvents: ["on_chat_model_stream", "on_chat_model_end"] } as const;
      const { logs } = logOf(await collect(createChain().streamLog(input, {}, filter))).state;

      expect(logs["ChatAnthropic"]).toMatchObject({
        streamed_output: [],
        final_output: null,
        end_time: null,
      });
    });

    it("refuses a wrong one at the call", () => {
      expect(() =>
        createChain().streamLog(input, {}, { includeTypes: ["nothing" as "tool"] }),
      ).toThrow(expect.objectContaining({ name: "InvalidArgumentError" }));
      expect(() => createChain().streamLog(input, { highWaterMark: 0 })).toThrow(/highWaterMark/u);
    });
  });

  describe("of a run that fails", () => {
    const broken = new Error("broken");

    it("notes the error in the entry and in the log, then throws it", async () => {
      const chain = new ScriptedChatModel({
        name: "model",
        chunks: ["a", "b"],
        failAt: 1,
        error: broken,
      }).pipe(new StringOutputParser());
      const [patches, error] = await collectFailing(chain.streamLog("go"));
      const { state } = logOf(patches);

      expect(error).toBe(broken);
      expect(state).toMatchObject({ error: broken, streamed_output: ["a"], final_output: null });
      expect(state.logs["model"]).toMatchObject({
        error: broken,
        final_output: null,
        end_time: isoTime,
      });
      expect(pathsOf(patches).slice(-2)).toStrictEqual([
        expect.stringMatching(/end_time$/u),
        "add /error",
      ]);
    });

    it("notes the error of a run inside that does no harm", async () => {
      const chain = RunnableLambda.from(() => Promise.reject(broken))
        .withConfig({ runName: "first" })
        .withFallbacks([RunnableLambda.from(() => "second").withConfig({ runName: "second" })]);
      const { state } = logOf(await collect(chain.streamLog("go")));

      expect(state.final_output).toBe("second");
      expect(state).not.toHaveProperty("error");
      expect(state.logs["first"]).toMatchObject({ error: broken });
      expect(state.logs["second"]).not.toHaveProperty("error");
    });

    it("notes the reason of a run that is cancelled", async () => {
      const controller = new AbortController();
      const model = new ScriptedChatModel({ name: "model", chunks: ["a"], stallAt: 1 });
      const patches: RunLogPatch[] = [];
      const run = async (): Promise<void> => {
        const chain = model.pipe(new StringOutputParser());
        for await (const patch of chain.streamLog("go", { signal: controller.signal })) {
          patches.push(patch);
          if (patch.ops.some(({ path }) => path === "/streamed_output/-")) controller.abort(broken);
        }
      };

      await expect(run()).rejects.toBe(broken);
      expect(logOf(patches).state).toMatchObject({ error: broken, streamed_output: ["a"] });
      expect(logOf(patches).state.logs["model"]).toMatchObject({
        error: broken,
        end_time: isoTime,
      });
    });

    it("has the output of the run, or its failure, beside the patches", async () => {
      await expect(createChain().streamLog({ topic: "doors" }).output).resolves.toBe("Knock knock");
      await expect(createChain().streamLog({}).output).rejects.toThrow(/topic/u);
    });
  });

  it("starts nothing before it is read", async () => {
    const func = jest.fn(() => "done");
    RunnableLambda.from(func).streamLog("go");
    await new Promise((resolve) => {
      setImmediate(resolve);
    });

    expect(func).not.toHaveBeenCalled();
  });

  it("cancels the run when the loop is left, and waits for its `finally` blocks", async () => {
    const done: string[] = [];
    const endless = new RunnableGenerator(async function* endless() {
      try {
        for (;;) yield "more";
      } finally {
        await Promise.resolve();
        done.push("finally");
      }
    });
    for await (const patch of endless.streamLog("go")) {
      if (patch.ops.some(({ path }) => path === "/streamed_output/-")) break;
    }

    expect(done).toStrictEqual(["finally"]);
  });

  it("takes the config of a call, and is a run inside the run that it is made in", async () => {
    const inner = RunnableLambda.from((input: string) => input).withConfig({ runName: "inner" });
    let logs: Readonly<Record<string, LogEntry>> | undefined;
    const outer = RunnableLambda.from(async (input: string) => {
      const { state } = logOf(
        await collect(RunnableSequence.from([inner]).streamLog(input, { runName: "logged" })),
      );
      logs = state.logs;
      return state.name;
    });
    const events = await collect(outer.streamEvents("go"));

    expect(events.at(-1)?.data).toStrictEqual({ output: "logged" });
    expect(Object.keys(logs ?? {})).toStrictEqual(["inner"]);
    expect(
      events.filter(({ event }) => event === "on_chain_start").map(({ name }) => name),
    ).toStrictEqual(["RunnableLambda", "logged", "inner"]);
  });
});
