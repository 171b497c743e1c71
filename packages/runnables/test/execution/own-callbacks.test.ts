import {
  dispatchCustomEvent,
  EventCollector,
  InvalidArgumentError,
  type CallbackHandler,
} from "@rivulet/core";
import {
  BaseLLM,
  BaseRetriever,
  Document,
  MemoryVectorStore,
  RunnableLambda,
  StructuredTool,
  tool,
  type BaseRetrieverFields,
} from "@rivulet/runnables";
import { ScriptedChatModel, ScriptedEmbeddings } from "@rivulet/testing";

interface Log {
  readonly lines: string[];
  readonly handler: CallbackHandler;
}

function createLog(options: Partial<CallbackHandler> = {}): Log {
  const lines: string[] = [];
  const handler: CallbackHandler = {
    ...options,
    on_event: ({ event, name }) => void lines.push(`${event} ${name}`),
  };
  return { lines, handler };
}

const model = (handlers: readonly CallbackHandler[]): ScriptedChatModel =>
  new ScriptedChatModel({ chunks: ["a"], callbacks: handlers });

const lifeOfModel = [
  "on_chat_model_start ScriptedChatModel",
  "on_chat_model_stream ScriptedChatModel",
  "on_chat_model_end ScriptedChatModel",
];

class PairRetriever extends BaseRetriever {
  readonly #inner = RunnableLambda.from((query: string) => query.length);

  constructor(fields: BaseRetrieverFields) {
    super(fields);
  }

  protected override async _getRelevantDocuments(query: string): Promise<Document[]> {
    await this.#inner.invoke(query);
    return [new Document({ pageContent: query })];
  }
}

class Echo extends BaseLLM {
  protected override async _call(prompt: string): Promise<string> {
    return prompt;
  }
}

describe("callbacks of a constructor", () => {
  it.each(["invoke", "stream"] as const)("are told of a model's own run by %s", async (way) => {
    const { lines, handler } = createLog();
    const chain = RunnableLambda.from((text: string) => text).pipe(model([handler]));
    if (way === "invoke") await chain.invoke("hello");
    else for await (const chunk of chain.stream("hello")) expect(chunk.text).toBe("a");
    expect(lines).toEqual(lifeOfModel);
  });

  it("are told of a text model's own run", async () => {
    const { lines, handler } = createLog();
    expect(await new Echo({ callbacks: [handler] }).invoke("hi")).toBe("hi");
    expect(lines[0]).toBe("on_llm_start Echo");
    expect(lines.at(-1)).toBe("on_llm_end Echo");
  });

  it("are told of a tool's run, and not of the runs inside it", async () => {
    const { lines, handler } = createLog();
    const search = tool(
      async (query: string) => {
        await model([]).invoke(query);
        await dispatchCustomEvent("found", 1);
        return query;
      },
      { name: "search", callbacks: [handler] },
    );
    await search.invoke("cats");
    expect(lines).toEqual(["on_tool_start search", "on_custom_event found", "on_tool_end search"]);
  });

  it("are told of the run of a tool that is a class", async () => {
    const { lines, handler } = createLog();
    class Search extends StructuredTool<string, string> {
      readonly name = "search";
      readonly description = "Searches.";
      override readonly callbacks = [handler];

      protected override _call(query: string): string {
        return query;
      }
    }
    await new Search().invoke("cats");
    expect(lines[0]).toBe("on_tool_start search");
    expect(lines.at(-1)).toBe("on_tool_end search");
  });

  it("are told of a retriever's run, and not of the runs inside it", async () => {
    const { lines, handler } = createLog();
    for await (const documents of new PairRetriever({ callbacks: [handler] }).stream("cats"))
      expect(documents).toHaveLength(1);
    expect(lines).toEqual([
      "on_retriever_start PairRetriever",
      "on_retriever_stream PairRetriever",
      "on_retriever_end PairRetriever",
    ]);
  });

  it("go from a store to its retriever, and from embeddings to their runs", async () => {
    const ofRetriever = createLog();
    const ofEmbeddings = createLog();
    const embeddings = new ScriptedEmbeddings({ callbacks: [ofEmbeddings.handler] });
    const store = await MemoryVectorStore.fromTexts(["cat"], {}, embeddings);
    await store.asRetriever({ k: 1, callbacks: [ofRetriever.handler] }).invoke("cat");
    expect(ofRetriever.lines.every((line) => line.includes("retriever"))).toBe(true);
    expect(ofRetriever.lines).toHaveLength(2);
    expect(ofEmbeddings.lines.filter((line) => line.startsWith("on_embedding_start"))).toHaveLength(
      2,
    );
  });

  it("are told once where the call has the same handler", async () => {
    const { lines, handler } = createLog();
    await model([handler, handler]).invoke("hello", { callbacks: [handler] });
    expect(lines).toEqual(lifeOfModel);
  });

  it("are told each of the runs that are open at the same time", async () => {
    const ids = new Set<string>();
    const own = model([{ on_chat_model_start: ({ run_id }) => void ids.add(run_id) }]);
    await own.batch(["a", "b", "c"], { tags: ["t"] });
    expect(ids.size).toBe(3);
  });

  it("keep their filter, and the id that the caller gave", async () => {
    const { lines, handler } = createLog({ filter: { includeEvents: ["on_chat_model_end"] } });
    const own = model([handler]);
    const started: string[] = [];
    await own.invoke("x", {
      runId: "mine",
      callbacks: [{ on_chat_model_start: ({ run_id }) => void started.push(run_id) }],
    });
    expect(lines).toEqual(["on_chat_model_end ScriptedChatModel"]);
    expect(started).toEqual(["mine"]);
  });

  it("may be a collector", async () => {
    const collector = new EventCollector();
    const collected: string[] = [];
    collector.events$.subscribe(({ event }) => collected.push(event));
    await model([collector]).invoke("x");
    expect(collected).toEqual(["on_chat_model_start", "on_chat_model_stream", "on_chat_model_end"]);
  });

  it("wrap the body of the own run alone", async () => {
    const around: string[] = [];
    const handler: CallbackHandler = {
      around: (run, next) => {
        around.push(run.name);
        return next();
      },
    };
    const search = tool((query: string) => RunnableLambda.from((q: string) => q).invoke(query), {
      name: "search",
      callbacks: [handler],
    });
    await search.invoke("cats");
    expect(new Set(around)).toEqual(new Set(["search"]));
  });

  it("are refused when the component is made", () => {
    const wrong = { on_chat_model_finish: () => undefined } as CallbackHandler;
    expect(() => model([wrong])).toThrow(InvalidArgumentError);
    expect(() => tool((x: string) => x, { name: "t", callbacks: [wrong] })).toThrow(
      "on_chat_model_finish",
    );
    expect(() => new PairRetriever({ callbacks: {} as never })).toThrow("callbacks was an object");
  });
});
