import { langserveHandler, type LangServeOptions, type ServedRunnable } from "@rivulet/http";
import {
  ChatPromptTemplate,
  ChatPromptValue,
  Document,
  HumanMessage as OurHumanMessage,
  isBaseMessage,
  isDocument,
  MessagesPlaceholder,
  RunnableGenerator,
  RunnableLambda,
  StringOutputParser,
} from "@rivulet/runnables";
import { ScriptedChatModel } from "@rivulet/testing";
import { load } from "langchain-core-0.3/load";
import { AIMessage, AIMessageChunk, HumanMessage, ToolMessage } from "langchain-core-0.3/messages";
import { Document as TheirDocument } from "langchain-core-0.3/documents";
import { ChatPromptValue as TheirPromptValue } from "langchain-core-0.3/prompt_values";
import { RemoteRunnable } from "langchain-core-0.3/runnables/remote";
import { HttpServer } from "../support/http-server.ts";

let server: HttpServer;
const seen: unknown[] = [];
const reported: unknown[] = [];

afterEach(async () => {
  await server.close();
  seen.length = 0;
  reported.length = 0;
});

async function serve(
  runnable: ServedRunnable,
  options: LangServeOptions = {},
): Promise<RemoteRunnable<unknown, unknown, Record<string, unknown>>> {
  const onError = (error: unknown): void => void reported.push(error);
  server = await HttpServer.start(langserveHandler(runnable, { onError, ...options }));
  return new RemoteRunnable({ url: `${server.url}/joke` });
}

const model = new ScriptedChatModel({ chunks: ["A ", "parrot ", "talks."] });
const chain = ChatPromptTemplate.fromMessages([["human", "Tell of {topic}"]])
  .pipe(model)
  .pipe(new StringOutputParser());
const echo = new RunnableLambda({
  func: (input: unknown) => {
    seen.push(input);
    return input;
  },
});

describe("the RemoteRunnable of LangChain.js", () => {
  it("invokes", async () => {
    const remote = await serve(chain);
    expect(await remote.invoke({ topic: "parrot" })).toBe("A parrot talks.");
  });

  it("batches", async () => {
    const remote = await serve(new RunnableLambda({ func: (word: string) => word.toUpperCase() }));
    expect(await remote.batch(["a", "b", "c"])).toEqual(["A", "B", "C"]);
  });

  it("streams", async () => {
    const remote = await serve(chain);
    const chunks: unknown[] = [];
    for await (const chunk of await remote.stream({ topic: "parrot" })) chunks.push(chunk);
    expect(chunks).toEqual(["A ", "parrot ", "talks."]);
  });

  it("streams message chunks", async () => {
    const remote = await serve(model);
    const chunks: unknown[] = [];
    for await (const chunk of await remote.stream("hi")) chunks.push(chunk);
    expect(chunks.every((chunk) => chunk instanceof AIMessageChunk)).toBe(true);
    expect(chunks.map((chunk) => (chunk as AIMessageChunk).content)).toEqual([
      "A ",
      "parrot ",
      "talks.",
    ]);
  });

  it.each(["v1", "v2"] as const)("streams events, version %s", async (version) => {
    const remote = await serve(chain);
    const names: string[] = [];
    const texts: unknown[] = [];
    for await (const event of remote.streamEvents({ topic: "parrot" }, { version })) {
      names.push(event.event);
      if (event.event === "on_parser_stream") texts.push((event.data as { chunk: unknown }).chunk);
      if (event.event === "on_chat_model_stream")
        expect((event.data as { chunk: unknown }).chunk).toBeInstanceOf(AIMessageChunk);
    }
    expect(names[0]).toBe("on_chain_start");
    expect(names.at(-1)).toBe("on_chain_end");
    expect(texts).toEqual(["A ", "parrot ", "talks."]);
  });

  it("filters events", async () => {
    const remote = await serve(chain);
    const names = new Set<string>();
    const options = { version: "v2" } as const;
    const filter = { includeTypes: ["parser"] };
    for await (const event of remote.streamEvents({ topic: "x" }, options, filter))
      names.add(event.event);
    expect(names).toEqual(new Set(["on_parser_start", "on_parser_stream", "on_parser_end"]));
  });

  it("sends messages, and gets messages", async () => {
    const prompt = ChatPromptTemplate.fromMessages([new MessagesPlaceholder("history")]);
    const remote = await serve(prompt.pipe(echo).pipe(model));
    const history = [
      new HumanMessage("hi"),
      new AIMessage("hello"),
      new ToolMessage({ content: "42", tool_call_id: "call" }),
    ];
    const answer = await remote.invoke({ history });
    expect(seen[0]).toBeInstanceOf(ChatPromptValue);
    const { messages } = seen[0] as ChatPromptValue;
    expect(messages.map((message) => [message.type, message.content])).toEqual([
      ["human", "hi"],
      ["ai", "hello"],
      ["tool", "42"],
    ]);
    expect(answer).toBeInstanceOf(AIMessageChunk);
    expect((answer as AIMessageChunk).content).toBe("A parrot talks.");
  });

  it("sends documents and prompt values, and gets documents", async () => {
    const documents = [new Document({ pageContent: "a parrot", metadata: { source: "zoo" } })];
    const remote = await serve(echo.pipe(() => documents));
    const document = new TheirDocument({ pageContent: "text", metadata: { page: 1 } });
    const found = await remote.invoke({
      document,
      prompt: new TheirPromptValue([new HumanMessage("hi")]),
    });
    const input = seen[0] as { document: unknown; prompt: ChatPromptValue };
    expect(isDocument(input.document)).toBe(true);
    expect(input.prompt).toBeInstanceOf(ChatPromptValue);
    expect(input.prompt.messages[0]).toEqual(new OurHumanMessage("hi"));
    expect(found).toEqual([
      new TheirDocument({ pageContent: "a parrot", metadata: { source: "zoo" } }),
    ]);
  });

  it("is told of a failure, and of nothing that it is about", async () => {
    const remote = await serve(
      new RunnableGenerator<unknown, string>(async function* fail() {
        yield "one";
        throw new Error("password: hunter2");
      }),
    );
    const read = async (): Promise<void> => {
      for await (const chunk of await remote.stream("x")) seen.push(chunk);
    };
    await expect(read()).rejects.toThrow("Internal Server Error");
    await expect(remote.invoke("x")).rejects.toThrow(/^500 Error: (?!.*hunter2)/u);
    expect(reported.map(String)).toEqual(Array(2).fill("Error: password: hunter2"));
  });

  it("cancels the run when it leaves", async () => {
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const remote = await serve(
      new RunnableGenerator<unknown, string>(async function* wait(_input, { signal }) {
        try {
          yield "one";
          await new Promise((resolve) => signal?.addEventListener("abort", resolve));
        } finally {
          end();
        }
      }),
    );
    const controller = new AbortController();
    const read = async (): Promise<void> => {
      for await (const _chunk of await remote.stream("x", { signal: controller.signal }))
        controller.abort();
    };
    await read().catch(() => undefined);
    await ended;
  });
});

describe("the serialised form of LangChain", () => {
  it("goes both ways", async () => {
    await serve(echo, { form: "lc" });
    const input = {
      message: new HumanMessage({ content: "hi", name: "Ada" }),
      document: {
        lc: 1,
        type: "constructor",
        id: ["langchain_core", "documents", "Document"],
        kwargs: { page_content: "text", metadata: { page: 1 } },
      },
    };
    const response = await fetch(`${server.url}/invoke`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ input }),
    });
    const received = seen[0] as typeof input;
    expect(isBaseMessage(received.message) && received.message.name).toBe("Ada");
    expect(isDocument(received.document)).toBe(true);
    const { output } = (await response.json()) as { output: Record<string, unknown> };
    const message = await load<HumanMessage>(JSON.stringify(output["message"]));
    expect(message).toBeInstanceOf(HumanMessage);
    expect(message.content).toBe("hi");
    expect(output["document"]).toEqual(input.document);
  });

  it.each([
    { lc: 1, type: "secret", id: ["OPENAI_API_KEY"] },
    { lc: 1, type: "not_implemented", id: ["x"] },
    { lc: 1, type: "constructor", id: ["langchain", "chat_models", "ChatOpenAI"], kwargs: {} },
    { lc: 1, type: "constructor", id: ["constructor"], kwargs: {} },
    { type: "human", content: 5, additional_kwargs: {} },
  ])("makes values alone: %j is refused", async (input) => {
    await serve(echo);
    const response = await fetch(`${server.url}/invoke`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ input }),
    });
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ title: "Invalid input" });
    expect(seen).toEqual([]);
  });
});
