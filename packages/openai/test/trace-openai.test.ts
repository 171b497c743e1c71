import "@rivulet/testing/jest";
import { OpenAI } from "openai";
import { Stream } from "openai/streaming";
import {
  openaiChat,
  openaiCompletion,
  openaiEmbeddings,
  openaiError,
  openaiResponse,
  startProviderServer,
  type ProviderResponse,
  type ProviderServer,
} from "@rivulet/testing/providers";
import { compare, type CallForm } from "./support/side-by-side.ts";

const messages = [{ role: "user" as const, content: "Hi" }];
const ask = { model: "gpt-4.1", messages };
const askStream = { ...ask, stream: true as const };
const chunks = ["Hello", " wörld", "!"];
const chat = openaiChat({ chunks });
const response = openaiResponse({ chunks });
const completion = openaiCompletion({ chunks });
const asks = { model: "gpt-4.1", input: "Hi" };
const prompt = { model: "gpt-3.5-turbo-instruct", prompt: "Once" };

let server: ProviderServer;

beforeEach(async () => {
  server = await startProviderServer();
});

afterEach(async () => {
  await server.close();
});

async function readAll(stream: AsyncIterable<unknown>): Promise<unknown[]> {
  const all = [];
  for await (const item of stream) all.push(item);
  return all;
}

const tools = [
  {
    type: "function" as const,
    function: {
      name: "add",
      description: "Adds",
      parameters: { type: "object", properties: {} },
      parse: JSON.parse,
      function: ({ a, b }: { a: number; b: number }): string => String(a + b),
    },
  },
];
const callAdd = openaiChat({ toolCalls: [{ name: "add", args: { a: 1, b: 2 } }] });

interface Row {
  readonly form: CallForm;
  readonly answers: readonly ProviderResponse[];
  /** How each run ends, in the order of their ends. */
  readonly ends?: readonly string[];
}

const ended = ["on_chat_model_end"];

const rows: Readonly<Record<string, Row>> = {
  "chat.completions.create": {
    form: (client) => client.chat.completions.create(ask),
    answers: [chat],
  },
  "create, twice awaited": {
    form: async (client) => {
      const promise = client.chat.completions.create(ask);
      return [await promise, await promise, (await promise) === (await promise)];
    },
    answers: [chat],
  },
  "create, withResponse": {
    form: async (client) => {
      const {
        data,
        response: raw,
        request_id: id,
      } = await client.chat.completions.create(ask).withResponse();
      return [data, raw.status, id];
    },
    answers: [chat],
  },
  "create, asResponse": {
    form: async (client) => {
      const raw = await client.chat.completions.create(ask).asResponse();
      return [raw.status, await raw.text()];
    },
    answers: [chat],
  },
  "create, finally and catch": {
    form: async (client) => {
      const told: string[] = [];
      const data = await client.chat.completions
        .create(ask)
        .finally(() => told.push("finally"))
        .catch(() => told.push("catch"));
      return [told, data];
    },
    answers: [chat],
  },
  "create streamed, for await": {
    form: async (client) => readAll(await client.chat.completions.create(askStream)),
    answers: [chat],
  },
  "create streamed, withResponse": {
    form: async (client) => {
      const { data, response: raw } = await client.chat.completions
        .create(askStream)
        .withResponse();
      return [await readAll(data), raw.status];
    },
    answers: [chat],
  },
  "create streamed, asResponse": {
    form: async (client) => (await client.chat.completions.create(askStream).asResponse()).text(),
    answers: [chat],
  },
  "create streamed, tee": {
    form: async (client) => {
      const stream = await client.chat.completions.create(askStream);
      const [left, right] = stream.tee();
      return [await readAll(left), await readAll(right), left instanceof Stream];
    },
    answers: [chat],
  },
  "create streamed, toReadableStream": {
    form: async (client) => {
      const stream = await client.chat.completions.create(askStream);
      return readAll(Stream.fromReadableStream(stream.toReadableStream(), new AbortController()));
    },
    answers: [chat],
  },
  "create streamed, its parts": {
    form: async (client) => {
      const promise = client.chat.completions.create(askStream);
      const stream = await promise;
      const iterator = stream[Symbol.asyncIterator]();
      const first = await iterator.next();
      const rest = await readAll({ [Symbol.asyncIterator]: () => iterator });
      return [
        promise.constructor.name,
        Object.keys(promise),
        stream.constructor.name,
        stream instanceof Stream,
        stream.controller instanceof AbortController,
        Object.keys(stream),
        Object.prototype.toString.call(iterator),
        first,
        rest,
        await iterator.next(),
        await iterator.return?.(),
      ];
    },
    answers: [chat],
  },
  "create streamed, read twice": {
    form: async (client) => {
      const stream = await client.chat.completions.create(askStream);
      await readAll(stream);
      return readAll(stream);
    },
    answers: [chat],
  },
  "create streamed, left": {
    form: async (client) => {
      const seen = [];
      const stream = await client.chat.completions.create(askStream);
      for await (const chunk of stream) {
        seen.push(chunk);
        if (seen.length === 2) break;
      }
      return [seen, stream.controller.signal.aborted];
    },
    answers: [{ ...chat, faults: { stallAt: 3 } }],
    ends: ["on_chat_model_cancel"],
  },
  "create streamed, thrown in": {
    form: async (client) => {
      const stream = await client.chat.completions.create(askStream);
      for await (const _ of stream) throw new RangeError("mine");
      return undefined;
    },
    answers: [{ ...chat, faults: { stallAt: 3 } }],
    ends: ["on_chat_model_cancel"],
  },
  "create streamed, aborted by its controller": {
    form: async (client) => {
      const seen = [];
      const stream = await client.chat.completions.create(askStream);
      for await (const chunk of stream) {
        seen.push(chunk);
        if (seen.length === 2) stream.controller.abort();
      }
      return seen;
    },
    answers: [{ ...chat, faults: { stallAt: 3 } }],
    ends: ["on_chat_model_cancel"],
  },
  "create streamed, aborted by a signal": {
    form: async (client) => {
      const seen = [];
      const controller = new AbortController();
      const { signal } = controller;
      const stream = await client.chat.completions.create(askStream, { signal });
      for await (const chunk of stream) {
        seen.push(chunk);
        if (seen.length === 2) controller.abort(new Error("enough"));
      }
      return seen;
    },
    answers: [{ ...chat, faults: { stallAt: 3 } }],
    ends: ["on_chat_model_cancel"],
  },
  "create, aborted before its answer": {
    form: async (client) => {
      const controller = new AbortController();
      const arrived = server.whenRequested(server.requests.length);
      const promise = client.chat.completions.create(ask, { signal: controller.signal });
      promise.catch(() => undefined);
      await arrived;
      controller.abort();
      return promise;
    },
    answers: [{ ...chat, faults: { stallAt: "headers" } }],
    ends: ["on_chat_model_cancel"],
  },
  "create, refused": {
    form: (client) => client.chat.completions.create(ask),
    answers: [openaiError({ status: 401 })],
    ends: ["on_chat_model_error"],
  },
  "create streamed, refused": {
    form: (client) => client.chat.completions.create(askStream),
    answers: [openaiError({ status: 429, retryAfterSeconds: 3 })],
    ends: ["on_chat_model_error"],
  },
  "create, refused, asResponse": {
    form: (client) => client.chat.completions.create(ask).asResponse(),
    answers: [openaiError({ status: 500 })],
    ends: ["on_chat_model_error"],
  },
  "create, of a body that is none": {
    form: (client) => client.chat.completions.create({} as typeof ask),
    answers: [openaiError({ status: 400 })],
    ends: ["on_chat_model_error"],
  },
  "create, malformed": {
    form: (client) => client.chat.completions.create(ask),
    answers: [{ ...chat, faults: { malformedAt: 1 } }],
    ends: ["on_chat_model_error"],
  },
  "create, cut": {
    form: (client) => client.chat.completions.create(ask),
    answers: [{ ...chat, faults: { cutAt: 1 } }],
    ends: ["on_chat_model_error"],
  },
  "create, cut at the headers": {
    form: (client) => client.chat.completions.create(ask),
    answers: [{ ...chat, faults: { cutAt: "headers" } }],
    ends: ["on_chat_model_error"],
  },
  "create streamed, an error in the stream": {
    form: async (client) => readAll(await client.chat.completions.create(askStream)),
    answers: [{ ...chat, faults: { errorAt: 2 } }],
    ends: ["on_chat_model_error"],
  },
  "create streamed, malformed": {
    form: async (client) => readAll(await client.chat.completions.create(askStream)),
    answers: [{ ...chat, faults: { malformedAt: 2 } }],
    ends: ["on_chat_model_error"],
  },
  "create streamed, cut": {
    form: async (client) => readAll(await client.chat.completions.create(askStream)),
    answers: [{ ...chat, faults: { cutAt: 2 } }],
    ends: ["on_chat_model_error"],
  },
  "create streamed, without a body": {
    form: async (client) => readAll(await client.chat.completions.create(askStream)),
    answers: [{ ...chat, faults: { hasNoBody: true } }],
    ends: ["on_chat_model_error"],
  },
  "create streamed, split characters": {
    form: async (client) => readAll(await client.chat.completions.create(askStream)),
    answers: [{ ...chat, faults: { splitsCharacters: true } }],
  },
  "chat.completions.parse": {
    form: (client) => client.chat.completions.parse(ask),
    answers: [chat],
  },
  "chat.completions.parse, withResponse": {
    form: async (client) => (await client.chat.completions.parse(ask).withResponse()).data,
    answers: [chat],
  },
  "chat.completions.parse, asResponse": {
    form: async (client) => (await client.chat.completions.parse(ask).asResponse()).json(),
    answers: [chat],
  },
  "chat.completions.stream": {
    form: async (client) => {
      const told: unknown[] = [];
      const stream = client.chat.completions
        .stream(ask)
        .on("content", (delta, snapshot) => told.push(["content", delta, snapshot]))
        .on("chunk", (chunk) => told.push(["chunk", chunk]))
        .on("end", () => told.push("end"));
      return [
        await readAll(stream),
        await stream.finalChatCompletion(),
        await stream.finalContent(),
        told,
      ];
    },
    answers: [openaiChat({ chunks })],
  },
  "chat.completions.stream, toReadableStream": {
    form: async (client) =>
      new Response(client.chat.completions.stream(ask).toReadableStream()).text(),
    answers: [chat],
  },
  "chat.completions.stream, aborted": {
    form: async (client) => {
      const stream = client.chat.completions.stream(ask);
      stream.on("content", () => {
        stream.abort();
      });
      return stream.finalContent();
    },
    answers: [{ ...chat, faults: { stallAt: 3 } }],
    ends: ["on_chat_model_cancel"],
  },
  "chat.completions.stream, refused": {
    form: async (client) => client.chat.completions.stream(ask).finalContent(),
    answers: [openaiError({ status: 401 })],
    ends: ["on_chat_model_error"],
  },
  "chat.completions.runTools": {
    form: async (client) => {
      const runner = client.chat.completions.runTools({ ...ask, tools });
      return [await runner.finalContent(), runner.messages];
    },
    answers: [callAdd, chat],
    ends: [...ended, ...ended],
  },
  "chat.completions.runTools streamed": {
    form: async (client) => {
      const runner = client.chat.completions.runTools({ ...askStream, tools });
      return [await readAll(runner), await runner.finalContent(), runner.messages];
    },
    answers: [callAdd, chat],
    ends: [...ended, ...ended],
  },
  "responses.create": { form: (client) => client.responses.create(asks), answers: [response] },
  "responses.create streamed": {
    form: async (client) => readAll(await client.responses.create({ ...asks, stream: true })),
    answers: [response],
  },
  "responses.create streamed, an error in the stream": {
    form: async (client) => readAll(await client.responses.create({ ...asks, stream: true })),
    answers: [{ ...response, faults: { errorAt: 2 } }],
    ends: ["on_chat_model_error"],
  },
  "responses.parse": { form: (client) => client.responses.parse(asks), answers: [response] },
  "responses.stream": {
    form: async (client) => {
      const stream = client.responses.stream(asks);
      return [await readAll(stream), await stream.finalResponse()];
    },
    answers: [response],
  },
  "completions.create": {
    form: (client) => client.completions.create(prompt),
    answers: [completion],
    ends: ["on_llm_end"],
  },
  "completions.create streamed": {
    form: async (client) => readAll(await client.completions.create({ ...prompt, stream: true })),
    answers: [completion],
    ends: ["on_llm_end"],
  },
  "embeddings.create": {
    form: (client) => client.embeddings.create({ model: "e", input: ["a cat", "a dog"] }),
    answers: [openaiEmbeddings()],
    ends: ["on_embedding_end"],
  },
  "embeddings.create as numbers": {
    form: (client) =>
      client.embeddings.create({ model: "e", input: "a cat", encoding_format: "float" }),
    answers: [openaiEmbeddings()],
    ends: ["on_embedding_end"],
  },
  withOptions: {
    form: async (client) => {
      const other = client.withOptions({ timeout: 5_000, defaultHeaders: { "x-mine": "1" } });
      return [await other.chat.completions.create(ask), other.timeout, other instanceof OpenAI];
    },
    answers: [chat],
  },
  "a path of the user's own": {
    form: (client) => client.post("/chat/completions", { body: ask }),
    answers: [chat],
  },
};

describe("a traced client, beside one that is not", () => {
  it.each(Object.entries(rows))("%s", async (_name, { form, answers, ends = ended }) => {
    const { plain, traced, recorder } = await compare(server, form, answers);

    expect(traced).toEqual(plain);
    expect(recorder).toObeyRunLaws();
    const terminal = recorder.names().filter((name) => /_(end|error|cancel)$/u.test(name));
    expect(terminal).toEqual(ends);
  });
});
