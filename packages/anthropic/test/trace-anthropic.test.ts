import "@rivulet/testing/jest";
import Anthropic from "@anthropic-ai/sdk";
import { betaTool } from "@anthropic-ai/sdk/helpers/beta/json-schema";
import { Stream } from "@anthropic-ai/sdk/streaming";
import { traceAnthropic } from "@rivulet/anthropic";
import { observeRuns } from "@rivulet/core";
import type { ProviderError } from "@rivulet/provider";
import { EventRecorder } from "@rivulet/testing";
import {
  anthropicError,
  anthropicMessage,
  type ProviderResponse,
} from "@rivulet/testing/providers";
import { compare, createClient, type CallForm } from "./support/side-by-side.ts";
import { useServer } from "./support/use-server.ts";

const messages = [{ role: "user" as const, content: "Hi" }];
const ask = { model: "claude-opus-5-5", max_tokens: 100, messages };
const askStream = { ...ask, stream: true as const };
const chunks = ["Hello", " wörld", "!"];
const message = anthropicMessage({ chunks });

const test = useServer();

async function readAll(stream: AsyncIterable<unknown>): Promise<unknown[]> {
  const all = [];
  for await (const item of stream) all.push(item);
  return all;
}

const add = betaTool({
  name: "add",
  description: "Adds",
  inputSchema: {
    type: "object",
    properties: { a: { type: "number" }, b: { type: "number" } },
    required: ["a", "b"],
  } as const,
  run: ({ a, b }) => String(a + b),
});
const callAdd = anthropicMessage({
  content: [{ type: "tool_use", id: "toolu_1", name: "add", args: { a: 1, b: 2 } }],
});

interface Row {
  readonly form: CallForm;
  readonly answers: readonly ProviderResponse[];
  readonly ends?: readonly string[];
}

const failed = ["on_chat_model_error"];
const cancelled = ["on_chat_model_cancel"];

const rows: Readonly<Record<string, Row>> = {
  "messages.create": { form: (client) => client.messages.create(ask), answers: [message] },
  "create, withResponse": {
    form: async (client) => {
      const { data, response, request_id: id } = await client.messages.create(ask).withResponse();
      return [data, Reflect.get(data, "_request_id"), response.status, id];
    },
    answers: [message],
  },
  "create, asResponse": {
    form: async (client) => (await client.messages.create(ask).asResponse()).text(),
    answers: [message],
  },
  "create streamed, for await": {
    form: async (client) => readAll(await client.messages.create(askStream)),
    answers: [message],
  },
  "create streamed, withResponse": {
    form: async (client) => readAll((await client.messages.create(askStream).withResponse()).data),
    answers: [message],
  },
  "create streamed, tee": {
    form: async (client) => {
      const [left, right] = (await client.messages.create(askStream)).tee();
      return [await readAll(right), await readAll(left), right instanceof Stream];
    },
    answers: [message],
  },
  "create streamed, toReadableStream": {
    form: async (client) => {
      const stream = await client.messages.create(askStream);
      return new Response(stream.toReadableStream()).text();
    },
    answers: [message],
  },
  "create streamed, its parts": {
    form: async (client) => {
      const promise = client.messages.create(askStream);
      const stream = await promise;
      const iterator = stream[Symbol.asyncIterator]();
      return [
        promise.constructor.name,
        Object.keys(promise),
        stream.constructor.name,
        Object.keys(stream),
        Object.prototype.toString.call(iterator),
        await readAll({ [Symbol.asyncIterator]: () => iterator }),
      ];
    },
    answers: [message],
  },
  "create streamed, read twice": {
    form: async (client) => {
      const stream = await client.messages.create(askStream);
      await readAll(stream);
      return readAll(stream);
    },
    answers: [message],
  },
  "create streamed, left": {
    form: async (client) => {
      const stream = await client.messages.create(askStream);
      for await (const event of stream) if (event.type === "content_block_delta") break;
      return stream.controller.signal.aborted;
    },
    answers: [{ ...message, faults: { stallAt: 4 } }],
    ends: cancelled,
  },
  "create streamed, aborted by a signal": {
    form: async (client) => {
      const controller = new AbortController();
      const { signal } = controller;
      const seen = [];
      for await (const event of await client.messages.create(askStream, { signal })) {
        seen.push(event);
        if (seen.length === 3) controller.abort();
      }
      return seen;
    },
    answers: [{ ...message, faults: { stallAt: 4 } }],
    ends: cancelled,
  },
  "create, refused": {
    form: (client) => client.messages.create(ask),
    answers: [anthropicError({ status: 401 })],
    ends: failed,
  },
  "create streamed, overloaded": {
    form: (client) => client.messages.create(askStream),
    answers: [anthropicError({ status: 529 })],
    ends: failed,
  },
  "create, malformed": {
    form: (client) => client.messages.create(ask),
    answers: [{ ...message, faults: { malformedAt: 1 } }],
    ends: failed,
  },
  "create, cut": {
    form: (client) => client.messages.create(ask),
    answers: [{ ...message, faults: { cutAt: 1 } }],
    ends: failed,
  },
  "create streamed, an error in the stream": {
    form: async (client) => readAll(await client.messages.create(askStream)),
    answers: [{ ...message, faults: { errorAt: 3 } }],
    ends: failed,
  },
  "create streamed, malformed": {
    form: async (client) => readAll(await client.messages.create(askStream)),
    answers: [{ ...message, faults: { malformedAt: 3 } }],
    ends: failed,
  },
  "create streamed, cut": {
    form: async (client) => readAll(await client.messages.create(askStream)),
    answers: [{ ...message, faults: { cutAt: 3 } }],
    ends: failed,
  },
  "create streamed, without a body": {
    form: async (client) => readAll(await client.messages.create(askStream)),
    answers: [{ ...message, faults: { hasNoBody: true } }],
    ends: failed,
  },
  "create streamed, split characters": {
    form: async (client) => readAll(await client.messages.create(askStream)),
    answers: [{ ...message, faults: { splitsCharacters: true } }],
  },
  "messages.parse": { form: (client) => client.messages.parse(ask), answers: [message] },
  "messages.stream": {
    form: async (client) => {
      const told: unknown[] = [];
      const stream = client.messages
        .stream(ask)
        .on("text", (delta, snapshot) => told.push([delta, snapshot]))
        .on("end", () => told.push("end"));
      return [await readAll(stream), await stream.finalMessage(), await stream.finalText(), told];
    },
    answers: [message],
  },
  "messages.stream, withResponse": {
    form: async (client) => {
      const { data, response } = await client.messages.stream(ask).withResponse();
      return [response.status, await data.finalText()];
    },
    answers: [message],
  },
  "messages.stream, toReadableStream": {
    form: async (client) => new Response(client.messages.stream(ask).toReadableStream()).text(),
    answers: [message],
  },
  "messages.stream, aborted": {
    form: async (client) => {
      const stream = client.messages.stream(ask);
      stream.on("text", () => {
        stream.abort();
      });
      return stream.finalText();
    },
    answers: [{ ...message, faults: { stallAt: 4 } }],
    ends: cancelled,
  },
  "messages.stream, refused": {
    form: (client) => client.messages.stream(ask).finalText(),
    answers: [anthropicError({ status: 401 })],
    ends: failed,
  },
  "beta.messages.create": {
    form: (client) => client.beta.messages.create(ask),
    answers: [message],
  },
  "beta.messages.stream": {
    form: async (client) => client.beta.messages.stream(ask).finalText(),
    answers: [message],
  },
  "beta.messages.toolRunner": {
    form: async (client) => client.beta.messages.toolRunner({ ...ask, tools: [add] }),
    answers: [callAdd, message],
    ends: ["on_chat_model_end", "on_chat_model_end"],
  },
  "beta.messages.toolRunner streamed": {
    form: async (client) => {
      const runner = client.beta.messages.toolRunner({ ...askStream, tools: [add] });
      const seen = [];
      for await (const stream of runner) seen.push(await readAll(stream));
      return seen;
    },
    answers: [callAdd, message],
    ends: ["on_chat_model_end", "on_chat_model_end"],
  },
  "beta.messages.toolRunner streamed, left": {
    form: async (client) => {
      const runner = client.beta.messages.toolRunner({ ...askStream, tools: [add] });
      for await (const stream of runner) {
        for await (const event of stream) if (event.type === "content_block_start") return event;
      }
      return undefined;
    },
    answers: [{ ...message, faults: { stallAt: 4 } }],
    ends: cancelled,
  },
  withOptions: {
    form: async (client) => {
      const other = client.withOptions({ timeout: 5_000 });
      return [await other.messages.create(ask), other.timeout, other instanceof Anthropic];
    },
    answers: [message],
  },
  "messages.countTokens, which is no run": {
    form: (client) => client.messages.countTokens({ model: ask.model, messages }),
    answers: [{ toBody: () => JSON.stringify({ input_tokens: 3 }) }],
    ends: [],
  },
};

describe("a traced client, beside one that is not", () => {
  const ended = ["on_chat_model_end"];

  it.each(Object.entries(rows))("%s", async (_name, { form, answers, ends = ended }) => {
    const { plain, traced, recorder } = await compare(test.server, form, answers);

    expect(traced).toEqual(plain);
    expect(recorder).toObeyRunLaws();
    const terminal = recorder.names().filter((name) => /_(end|error|cancel)$/u.test(name));
    expect(terminal).toEqual(ends);
    test.see({ events: recorder.events });
  });
});

describe("the run of a call", () => {
  async function record(call: (client: Anthropic) => Promise<unknown>): Promise<EventRecorder> {
    const recorder = new EventRecorder();
    const subscription = observeRuns().subscribe(recorder.on_event);
    await call(traceAnthropic(createClient(test.server))).catch(() => undefined);
    subscription.unsubscribe();
    test.see({ events: recorder.events });
    return recorder;
  }

  it("has the request, the chunks that the model class has, and the message", async () => {
    test.server.respondWith(message).respondWith(message);
    const recorder = await record((client) =>
      client.messages.stream({ ...ask, system: "Be brief." }).finalText(),
    );
    const model = await EventRecorder.from(test.createModel().streamEvents("Hi"));

    expect(recorder.events[0]).toMatchObject({
      event: "on_chat_model_start",
      name: "messages.create",
      data: { input: { messages: [messages], system: "Be brief." } },
      metadata: {
        "gen_ai.provider.name": "anthropic",
        "gen_ai.request.model": "claude-opus-5-5",
        "gen_ai.request.max_tokens": 100,
        "gen_ai.request.stream": true,
        "server.address": "127.0.0.1",
      },
    });
    const contentsOf = ({ events }: EventRecorder): unknown[] =>
      events.flatMap((event) =>
        event.event === "on_chat_model_stream" ? [event.data.chunk.content] : [],
      );
    expect(contentsOf(recorder)).toEqual(contentsOf(model));
    expect(recorder.events.at(-1)?.data).toMatchObject({
      output: { content: "Hello wörld!", response_metadata: { stop_reason: "end_turn" } },
    });
  });

  it("tells blocks where tools are given, whole or streamed", async () => {
    test.server.respondWith(callAdd).respondWith(callAdd);
    const tools = [{ name: "add", input_schema: { type: "object" as const } }];
    const whole = await record((client) => client.messages.create({ ...ask, tools }));
    const streamed = await record(async (client) =>
      readAll(await client.messages.create({ ...askStream, tools })),
    );
    const expected = {
      output: { tool_calls: [{ id: "toolu_1", name: "add", args: { a: 1, b: 2 } }] },
    };
    expect(whole.events.at(-1)?.data).toMatchObject(expected);
    expect(streamed.events.at(-1)?.data).toMatchObject(expected);
  });

  it("fails where a stream ends without its last event, which the client lets pass", async () => {
    test.server.respondWith({
      ...message,
      toFrames: (request) => message.toFrames?.(request).slice(0, 4) ?? [],
    });
    const recorder = await record(async (client) => {
      expect(await readAll(await client.messages.create(askStream))).toHaveLength(4);
    });
    const { error } = recorder.events.at(-1)?.data as { error: ProviderError };
    expect(error).toMatchObject({ code: "PROVIDER_STREAM", requestId: "req_000001" });
    expect(error.message).toContain("message_stop");
  });
});
