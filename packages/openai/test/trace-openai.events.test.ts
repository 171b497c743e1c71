import "@rivulet/testing/jest";
import { inspect } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { configure, observeRuns, traceable } from "@rivulet/core";
import { traceOpenAI } from "@rivulet/openai";
import { ProviderError } from "@rivulet/provider";
import { RunnableLambda } from "@rivulet/runnables";
import { serializeEvent } from "@rivulet/runnables/wire";
import { EventRecorder, renderRunTree } from "@rivulet/testing";
import {
  openaiChat,
  openaiCompletion,
  openaiEmbeddings,
  openaiError,
  openaiResponse,
  startProviderServer,
  type ProviderServer,
} from "@rivulet/testing/providers";
import { AzureOpenAI, OpenAI, OpenAIError } from "openai";
import { createClient } from "./support/side-by-side.ts";
import { secretKey } from "./support/with-server.ts";

const messages = [{ role: "user" as const, content: "Hi" }];
const ask = { model: "gpt-4.1", messages };
const chunks = ["Hello", " world"];

let server: ProviderServer;
let recorder: EventRecorder;
let stop: () => void;

beforeEach(async () => {
  server = await startProviderServer();
  recorder = new EventRecorder();
  const subscription = observeRuns().subscribe(recorder.on_event);
  stop = () => {
    subscription.unsubscribe();
  };
});

afterEach(async () => {
  stop();
  await server.close();
});

describe("the run of a call", () => {
  it("has the request at its start, the message at its end, and facts in its metadata", async () => {
    server.respondWith(openaiChat({ chunks }));
    const client = traceOpenAI(createClient(server), { tags: ["mine"], metadata: { user: 7 } });
    await client.chat.completions.create({ ...ask, temperature: 0.5, stop: "END", seed: null });

    const [start, end] = recorder.events;
    expect(recorder.names()).toEqual(["on_chat_model_start", "on_chat_model_end"]);
    expect(start).toMatchObject({
      name: "chat.completions.create",
      parent_ids: [],
      tags: ["mine"],
      data: { input: { messages: [messages] } },
    });
    expect(start?.metadata).toEqual({
      "gen_ai.provider.name": "openai",
      "gen_ai.request.model": "gpt-4.1",
      "gen_ai.request.temperature": 0.5,
      "gen_ai.request.stop_sequences": ["END"],
      "gen_ai.request.stream": false,
      "server.address": "127.0.0.1",
      "server.port": Number(new URL(server.url).port),
      user: 7,
    });
    expect(end?.data).toMatchObject({
      output: {
        content: "Hello world",
        usage_metadata: { output_tokens: 2 },
        response_metadata: { finish_reason: "stop", request_id: "req_000001" },
      },
    });
  });

  it("tells each chunk before its reader has it, as the model classes do", async () => {
    server.respondWith(openaiChat({ chunks }));
    const stream = await traceOpenAI(createClient(server)).chat.completions.create({
      ...ask,
      stream: true,
    });
    const seen: number[] = [];
    for await (const _ of stream) seen.push(recorder.events.length);

    const told = recorder.events.flatMap((event) =>
      event.event === "on_chat_model_stream" ? [event.data.chunk.content] : [],
    );
    expect(told).toEqual(["Hello", " world", ""]);
    // The first chunk announces a role, the last the reason.
    expect(seen).toEqual([1, 2, 3, 3]);
    const first = recorder.events.find(({ event }) => event === "on_chat_model_stream");
    expect(first?.data).toMatchObject({
      chunk: { response_metadata: { "gen_ai.response.time_to_first_chunk": expect.any(Number) } },
    });
    expect(recorder.events.at(-1)?.data).toMatchObject({ output: { content: "Hello world" } });
  });

  it("is a child of the run that the call is made in, also by a helper", async () => {
    server.respondWith(openaiChat({ chunks }));
    const client = traceOpenAI(createClient(server));
    const answer = RunnableLambda.from(async function answer() {
      return client.chat.completions.stream(ask).finalContent();
    });
    expect(await answer.invoke(undefined)).toBe("Hello world");
    expect(renderRunTree(recorder)).toBe(
      "answer (chain) ended\n└─ chat.completions.create (chat_model) ended",
    );
    expect(recorder).toObeyRunLaws();
  });

  it("is around what the client's own fetch does", async () => {
    server.respondWith(openaiChat({ chunks }));
    const fetched = traceable(fetch, { name: "fetch", type: "tool" });
    const client = traceOpenAI(createClient(server).withOptions({ fetch: fetched }));
    await client.chat.completions.create(ask);
    expect(renderRunTree(recorder)).toBe(
      "chat.completions.create (chat_model) ended\n└─ fetch (tool) ended",
    );
  });

  it.each([
    ["responses", (client: OpenAI) => client.responses.create({ model: "m", input: "Hi" })],
    [
      "responses, streamed",
      async (client: OpenAI) => {
        const made = await client.responses.create({ model: "m", input: "Hi", stream: true });
        for await (const _ of made);
      },
    ],
  ])("tells a message of %s", async (_name, call) => {
    server.respondWith(openaiResponse({ chunks }));
    await call(traceOpenAI(createClient(server)));
    expect(recorder.events[0]).toMatchObject({
      name: "responses.create",
      data: { input: { messages: [[{ role: "user", content: "Hi" }]] } },
    });
    expect(recorder.events.at(-1)).toMatchObject({ event: "on_chat_model_end" });
    const { output } = recorder.events.at(-1)?.data as { output: { text: string } };
    expect(output.text).toBe("Hello world");
  });

  it("tells texts of completions, and vectors of embeddings", async () => {
    server.respondWith(openaiCompletion({ chunks })).respondWith(openaiCompletion({ chunks }));
    server.respondWith(openaiEmbeddings({ vectors: [[0.5, -2]] }));
    const client = traceOpenAI(createClient(server));
    await client.completions.create({ model: "i", prompt: "Once" });
    for await (const _ of await client.completions.create({
      model: "i",
      prompt: "Once",
      stream: true,
    }));
    await client.embeddings.create({ model: "e", input: "a cat" });

    expect(recorder.events.map(({ event, data }) => [event, data])).toEqual([
      ["on_llm_start", { input: "Once" }],
      ["on_llm_end", { output: "Hello world" }],
      ["on_llm_start", { input: "Once" }],
      ["on_llm_stream", { chunk: "Hello" }],
      ["on_llm_stream", { chunk: " world" }],
      ["on_llm_end", { output: "Hello world" }],
      ["on_embedding_start", { input: ["a cat"] }],
      ["on_embedding_end", { output: [[0.5, -2]] }],
    ]);
  });

  it("ends with the status where only the response is taken", async () => {
    server.respondWith(openaiChat({ chunks }));
    const raw = await traceOpenAI(createClient(server)).chat.completions.create(ask).asResponse();
    expect(recorder.events.at(-1)?.data).toEqual({ output: { status: 200 } });
    await raw.text();
  });

  it("fails where a stream ends without its last event, which the client lets pass", async () => {
    const whole = openaiChat({ chunks });
    server.respondWith({
      ...whole,
      toFrames: (request) => whole.toFrames?.(request).slice(0, 2) ?? [],
    });
    const seen = [];
    const stream = await traceOpenAI(createClient(server)).chat.completions.create({
      ...ask,
      stream: true,
    });
    for await (const chunk of stream) seen.push(chunk);
    expect(seen).toHaveLength(2);
    expect(recorder.events.at(-1)).toMatchObject({
      event: "on_chat_model_error",
      data: { error: { code: "PROVIDER_STREAM", requestId: "req_000001" } },
    });
  });

  it("is cancelled with the caller's reason", async () => {
    server.respondWith(openaiChat({ chunks }), { stallAt: 2 });
    const controller = new AbortController();
    const { signal } = controller;
    const reason = new Error("enough");
    const stream = await traceOpenAI(createClient(server)).chat.completions.create(
      { ...ask, stream: true },
      { signal },
    );
    for await (const _ of stream) controller.abort(reason);
    expect(recorder.events.at(-1)).toMatchObject({
      event: "on_chat_model_cancel",
      data: { reason },
    });
  });
});

describe("a run that nobody will end", () => {
  it.each([
    ["promise", async (client: OpenAI) => void client.chat.completions.create(ask)],
    [
      "stream",
      async (client: OpenAI) => {
        await client.chat.completions.create({ ...ask, stream: true });
      },
    ],
    [
      "iterator",
      async (client: OpenAI) => {
        const stream = await client.chat.completions.create({ ...ask, stream: true });
        await stream[Symbol.asyncIterator]().next();
      },
    ],
  ])("is cancelled when its %s is gone", async (_what, drop) => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    server.respondWith(openaiChat({ chunks }), { stallAt: 2 });
    await drop(traceOpenAI(createClient(server)));
    await server.whenRequested();
    while (!recorder.names().includes("on_chat_model_cancel")) {
      await new Promise(setImmediate);
      collect();
    }
    const { reason } = recorder.events.at(-1)?.data as { reason: Error };
    expect(reason.message).toMatch(/its answer was dropped unread/u);
  });

  it("is cancelled with the run around it, and leaves the request to its caller", async () => {
    server.respondWith(openaiChat({ chunks }), { stallAt: 2 });
    const client = traceOpenAI(createClient(server));
    const controller = new AbortController();
    const asking = RunnableLambda.from(async function asking() {
      const stream = await client.chat.completions.create({ ...ask, stream: true });
      for await (const _ of stream) controller.abort(new Error("enough"));
    }).invoke(undefined, { signal: controller.signal, callbacks: [] });
    await expect(asking).rejects.toThrow("enough");
    expect(recorder).toObeyRunLaws();
    expect(recorder.names().slice(-2)).toEqual(["on_chat_model_cancel", "on_chain_cancel"]);
    expect(server.requests[0]?.end).toBeUndefined();
  });
});

describe("an error", () => {
  it("is typed in the event, and the client's own for the caller", async () => {
    server.respondWith(openaiError({ status: 429, retryAfterSeconds: 2 }));
    const thrown: unknown = await traceOpenAI(createClient(server))
      .chat.completions.create(ask)
      .catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(OpenAI.RateLimitError);
    expect((thrown as { headers: Headers }).headers.get("retry-after")).toBe("2");
    const { error } = recorder.events.at(-1)?.data as { error: ProviderError };
    expect(ProviderError.isProviderError(error)).toBe(true);
    expect(error).toMatchObject({
      code: "PROVIDER_RATE_LIMIT",
      status: 429,
      isRetryable: true,
      requestId: "req_000001",
      retryAfterMs: 2000,
      run_name: "chat.completions.create",
    });
    expect(error.cause).toBeInstanceOf(OpenAIError);
    expect(error.cause).not.toBe(thrown);
  });

  it("of a call that nobody waits for is no unhandled rejection", async () => {
    const unhandled = jest.fn();
    process.on("unhandledRejection", unhandled);
    server.respondWith(openaiError({ status: 500 }));
    void traceOpenAI(createClient(server)).chat.completions.create(ask);
    while (recorder.events.length < 2) await new Promise(setImmediate);
    // It is noticed between two turns of the event loop.
    for (let turn = 0; turn < 2; turn += 1) await new Promise(setImmediate);
    process.off("unhandledRejection", unhandled);
    expect(unhandled).not.toHaveBeenCalled();
    expect(recorder.names()).toEqual(["on_chat_model_start", "on_chat_model_error"]);
  });

  it.each([
    ["echoed", openaiError({ status: 401, message: `Incorrect API key provided: ${secretKey}.` })],
    ["in a header", openaiError({ status: 400, headers: { "x-key": secretKey } })],
    ["in a field", openaiError({ status: 400, param: secretKey, code: secretKey })],
  ])("never tells the key, %s", async (_where, answer) => {
    server.respondWith(answer);
    await traceOpenAI(createClient(server))
      .chat.completions.create(ask)
      .catch(() => undefined);
    const { error } = recorder.events.at(-1)?.data as { error: ProviderError };
    const texts = [
      ...recorder.events.map((event) => JSON.stringify(serializeEvent(event))),
      JSON.stringify(error),
      inspect(error, { depth: 10, showHidden: true }),
      inspect(recorder.events, { depth: 10 }),
    ];
    for (const text of texts) expect(text).not.toContain(secretKey);
  });

  it("leaves what the provider has masked", async () => {
    const message = "Incorrect API key provided: sk-proj-****************************3tNq.";
    server.respondWith(openaiError({ status: 401, message }));
    await traceOpenAI(createClient(server))
      .chat.completions.create(ask)
      .catch(() => undefined);
    const { error } = recorder.events.at(-1)?.data as { error: ProviderError };
    expect(error.message).toContain("sk-proj-****************************3tNq");
  });
});

describe("a traced client", () => {
  it("is an instance, of one view each, and traced once", () => {
    const client = createClient(server);
    const traced = traceOpenAI(client);
    expect(traced).toBeInstanceOf(OpenAI);
    expect(traced.chat).toBeInstanceOf(OpenAI.Chat);
    expect(traced.chat).toBe(traced.chat);
    expect(traced.post).toBe(traced.post);
    expect(traced.constructor).toBe(OpenAI);
    expect(traced.baseURL).toBe(client.baseURL);
    expect(traceOpenAI(traced)).toBe(traced);
  });

  it("leaves the client untraced, and sees what is changed there", async () => {
    const client = createClient(server);
    const before = { ...client };
    const traced = traceOpenAI(client);
    expect(traced.chat.completions).not.toBe(client.chat.completions);
    expect({ ...client }).toEqual(before);
    server.respondWith(openaiChat({ chunks })).respondWith(openaiChat({ chunks }));
    await client.chat.completions.create(ask);
    expect(recorder.events).toEqual([]);
    client.apiKey = "another-key";
    await traced.chat.completions.create(ask);
    expect(server.requests[1]?.headers["authorization"]).toBe("Bearer another-key");
  });

  it("calls what somebody has put in a method's place", async () => {
    const client = createClient(server);
    const create = jest.fn(async () => "mine");
    Object.assign(client.chat.completions, { create });
    expect(await traceOpenAI(client).chat.completions.create(ask)).toBe("mine");
    expect(create).toHaveBeenCalledTimes(1);
  });

  it("reaches what it does not trace", async () => {
    server.respondWith({ toBody: () => JSON.stringify({ data: [{ id: "gpt-4.1" }] }) });
    const traced = traceOpenAI(createClient(server));
    const models = [];
    for await (const { id } of traced.models.list()) models.push(id);
    expect(models).toEqual(["gpt-4.1"]);
    expect(recorder.events).toEqual([]);
  });

  it("gives the client's own promise where nobody listens", async () => {
    stop();
    server.respondWith(openaiChat({ chunks }));
    const client = createClient(server);
    const post = jest.spyOn(client, "post");
    const promise = traceOpenAI(client).chat.completions.create(ask);
    expect(promise).toBe(post.mock.results[0]?.value);
    await promise;
    expect(recorder.events).toEqual([]);
  });

  it("waits for an awaited listener before it goes on", async () => {
    const order: string[] = [];
    configure({
      callbacks: [
        {
          awaited: true,
          on_chat_model_stream: async () => {
            await Promise.resolve();
            order.push("heard");
          },
        },
      ],
    });
    server.respondWith(openaiChat({ chunks }));
    const stream = await traceOpenAI(createClient(server)).chat.completions.create({
      ...ask,
      stream: true,
    });
    for await (const { choices } of stream) order.push(choices[0]?.delta.content ?? "-");
    configure({ callbacks: [] });
    expect(order.filter((entry) => entry === "heard")).toHaveLength(3);
    expect(order.indexOf("heard")).toBeLessThan(order.indexOf(" world"));
  });

  it("may be one for Azure", async () => {
    const paths: string[] = [];
    const client = new AzureOpenAI({
      apiKey: secretKey,
      endpoint: "https://mine.openai.azure.com",
      apiVersion: "2024-10-21",
      fetch: (url: unknown) => {
        paths.push(new URL(String(url)).pathname);
        return Promise.resolve(Response.json({ id: "1", model: "m", choices: [] }));
      },
    });
    await traceOpenAI(client).chat.completions.create(ask);
    expect(paths).toEqual(["/openai/deployments/gpt-4.1/chat/completions"]);
    expect(recorder.events[0]?.metadata).toMatchObject({
      "gen_ai.provider.name": "azure.ai.openai",
      "server.address": "mine.openai.azure.com",
    });
  });

  it("refuses what is no client", () => {
    expect(() => traceOpenAI({} as OpenAI)).toThrow(/give an instance/u);
  });
});
