import { join } from "node:path";
import { inspect } from "node:util";
import { Anthropic } from "@anthropic-ai/sdk";
import { ChatAnthropic, type AnthropicClient } from "@rivulet/anthropic";
import {
  type AIMessageChunk,
  concatChunks,
  HumanMessage,
  timeToFirstChunkKey,
  tool,
} from "@rivulet/runnables";
import { EventRecorder } from "@rivulet/testing";
import { anthropicMessage, type ProviderResponse, readRecording } from "@rivulet/testing/providers";
import { z } from "zod";
import { secretKey, useServer } from "./support/use-server.ts";

const test = useServer();
const { createModel, see } = test;
const recordings = join(__dirname, "../../testing/fixtures/anthropic");

function recorded(name: string): ProviderResponse {
  return readRecording(join(recordings, name), "messages");
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

const weather = tool(({ location }: { location: string }) => `Sunny in ${location}`, {
  name: "get_weather",
  description: "The weather of a place",
  schema: z.object({ location: z.string() }),
});

function bodyOf(index = 0): Readonly<Record<string, unknown>> {
  return test.server.requests[index]?.body ?? {};
}

const thinking = { type: "enabled", budget_tokens: 2_048 } as const;

describe("an answer", () => {
  it("is a stream of strings, the facts in its first and its last chunk", async () => {
    test.server.respondWith(anthropicMessage({ chunks: ["Hello", " world"], id: "msg_1" }));
    expect(await collect(createModel().stream("Hi"))).toEqual([
      expect.objectContaining({
        content: "Hello",
        id: "msg_1",
        response_metadata: {
          id: "msg_1",
          model: "claude-opus-5-5",
          model_provider: "anthropic",
          request_id: "req_000001",
        },
        usage_metadata: {
          input_tokens: 8,
          output_tokens: 1,
          total_tokens: 9,
          input_token_details: { cache_read: 0, cache_creation: 0 },
        },
      }),
      expect.objectContaining({ content: " world", response_metadata: {} }),
      expect.objectContaining({
        content: "",
        response_metadata: { stop_reason: "end_turn", stop_sequence: null },
        usage_metadata: { input_tokens: 0, output_tokens: 1, total_tokens: 1 },
      }),
    ]);
  });

  it.each(["text", "thinking", "tool-use", "cache-usage", "stop-sequence"])(
    "is the same streamed and in one piece: %s",
    async (name) => {
      for (const fields of [{}, { thinking }]) {
        test.server.respondWith(recorded(name)).respondWith(recorded(name));
        const model = createModel(fields);
        const streamed = concatChunks(await collect(model.stream("Hi")));
        const whole = await model.invoke("Hi");
        expect(bodyOf(test.server.requests.length - 1)).not.toHaveProperty("stream");
        expect(withoutRequest(whole)).toEqual(withoutRequest(streamed));
        expect(whole.tool_calls).toEqual(streamed.tool_calls);
      }
    },
  );

  it("counts tokens of the cache once, and with the input", async () => {
    test.server.respondWith(recorded("cache-usage"));
    const answer = concatChunks(await collect(createModel().stream("Hi")));
    expect(answer.usage_metadata).toEqual({
      input_tokens: 21 + 512 + 188_086,
      output_tokens: 4,
      total_tokens: 21 + 512 + 188_086 + 4,
      input_token_details: { cache_read: 188_086, cache_creation: 512 },
    });
    expect(answer.response_metadata).toMatchObject({ stop_reason: "max_tokens" });
  });

  it("tells no usage where none is wanted", async () => {
    test.server.respondWith(recorded("text")).respondWith(recorded("text"));
    const model = createModel({ streamUsage: false });
    const streamed = await collect(model.stream("Hi"));
    const whole = await model.invoke("Hi");
    expect([...streamed, whole].map(({ usage_metadata: usage }) => usage)).toEqual(
      [...streamed, whole].map(() => undefined),
    );
  });

  it("has the calls of tools in pieces, and texts as blocks beside them", async () => {
    test.server.respondWith(recorded("tool-use"));
    const chunks = await collect(createModel().bindTools([weather]).stream("Hi"));
    const answer = concatChunks(chunks);
    expect(answer.text).toBe("Okay, let me check the weather:");
    expect(answer.content).toEqual([
      { index: 0, type: "text", text: "Okay, let me check the weather:" },
      expect.objectContaining({ index: 1, type: "tool_use", name: "get_weather" }),
      expect.objectContaining({ index: 2, type: "tool_use", name: "get_time" }),
    ]);
    expect(answer.tool_calls).toEqual([
      expect.objectContaining({
        id: "toolu_01Hx9SdVkQ3mNtYw7RfBzL2c",
        name: "get_weather",
        args: { location: "San Francisco, CA", unit: "fahrenheit" },
      }),
      expect.objectContaining({ name: "get_time", args: {} }),
    ]);
    expect(chunks.filter(({ tool_call_chunks: pieces }) => pieces.length > 0)).toHaveLength(8);
    expect(answer.response_metadata).toMatchObject({ stop_reason: "tool_use" });
  });

  it("that thought goes back as it came", async () => {
    test.server.respondWith(recorded("thinking")).respondWith(recorded("text"));
    const model = createModel({ thinking });
    const answer = concatChunks(await collect(model.stream("27 × 453?")));
    await model.invoke([new HumanMessage("27 × 453?"), answer, new HumanMessage("Sure?")]);
    const wholeBody = JSON.parse(recorded("thinking").toBody?.({} as never) ?? "") as {
      readonly content: unknown;
    };
    expect(bodyOf(1)["messages"]).toEqual([
      { role: "user", content: "27 × 453?" },
      { role: "assistant", content: wholeBody.content },
      { role: "user", content: "Sure?" },
    ]);
    expect(bodyOf(1)).toMatchObject({ thinking, max_tokens: 4_096 + 2_048 });
  });
});

function withoutRequest({
  content,
  id,
  usage_metadata,
  response_metadata,
}: AIMessageChunk): object {
  const { request_id: _id, ...facts } = response_metadata;
  return { content, id, usage_metadata, response_metadata: facts };
}

describe("a request", () => {
  it("says what the fields say, under the API's names", async () => {
    test.server.respondWith(recorded("text"));
    const model = createModel({
      model: "claude-haiku-5-5",
      maxTokens: 100,
      temperature: 0.5,
      topP: 0.9,
      topK: 5,
      stopSequences: ["END"],
      outputConfig: { effort: "low" },
      invocationKwargs: { metadata: { user_id: "u1" } },
    });
    await model.invoke("Hi");
    expect(model.model).toBe("claude-haiku-5-5");
    expect(bodyOf()).toEqual({
      model: "claude-haiku-5-5",
      max_tokens: 100,
      temperature: 0.5,
      top_p: 0.9,
      top_k: 5,
      stop_sequences: ["END"],
      output_config: { effort: "low" },
      metadata: { user_id: "u1" },
      messages: [{ role: "user", content: "Hi" }],
    });
    expect(test.server.requests[0]?.headers).toMatchObject({
      authorization: `Bearer ${secretKey}`,
    });
  });

  it("says what a call says, in the place of the fields", async () => {
    test.server.respondWith(recorded("text"));
    const model = createModel({
      stopSequences: ["END"],
      outputConfig: { effort: "low" },
      thinking,
    });
    await model.invoke("Hi", {
      stop: ["STOP"],
      thinking: { type: "disabled" },
      outputConfig: { format: { type: "json_schema", schema: {} } },
      invocationKwargs: { service_tier: "auto" },
      options: { headers: { "x-team": "blue" } },
    });
    expect(bodyOf()).toMatchObject({
      stop_sequences: ["STOP"],
      thinking: { type: "disabled" },
      output_config: { effort: "low", format: { type: "json_schema" } },
      service_tier: "auto",
    });
    expect(test.server.requests[0]?.headers).toMatchObject({ "x-team": "blue" });
  });

  it("asks for beta features, by the client's beta", async () => {
    test.server.respondWith(recorded("text")).respondWith(recorded("text"));
    const model = createModel({ betas: ["context-management-2025-06-27"] });
    expect((await model.invoke("Hi")).text).toBe(
      (await collect(model.stream("Hi"))).map(textOf).join(""),
    );
    for (const { headers, body } of test.server.requests) {
      expect(headers).toMatchObject({ "anthropic-beta": "context-management-2025-06-27" });
      expect(body).not.toHaveProperty("betas");
    }
  });

  it("asks for a long answer as a stream, since the client would not wait for it", async () => {
    const answer = anthropicMessage({ chunks: ["Hello", " world"] });
    test.server.respondWith(answer).respondWith(answer);
    expect((await createModel({ maxTokens: 64_000 }).invoke("Hi")).text).toBe("Hello world");
    expect((await createModel({ streaming: true }).invoke("Hi")).text).toBe("Hello world");
    expect(test.server.requests.map(({ body }) => body["stream"])).toEqual([true, true]);
  });

  it.each([
    ["auto", { type: "auto" }],
    ["any", { type: "any" }],
    ["none", { type: "none" }],
    ["required", { type: "any" }],
    ["get_weather", { type: "tool", name: "get_weather" }],
    [
      { type: "auto", disable_parallel_tool_use: true },
      { type: "auto", disable_parallel_tool_use: true },
    ],
  ])("has tools, and the choice %j", async (choice, sent) => {
    test.server.respondWith(recorded("text"));
    const own = {
      name: "lookup",
      input_schema: { type: "object" },
      cache_control: { type: "ephemeral" },
    };
    const openai = { type: "function", function: { name: "noop", parameters: { type: "object" } } };
    await createModel().bindTools([weather, own, openai], { tool_choice: choice }).invoke("Hi");
    expect(bodyOf()).toMatchObject({ tool_choice: sent });
    expect(bodyOf()["tools"]).toEqual([
      {
        name: "get_weather",
        description: "The weather of a place",
        input_schema: {
          type: "object",
          properties: { location: { type: "string" } },
          required: ["location"],
        },
      },
      own,
      { name: "noop", input_schema: { type: "object" } },
    ]);
  });
});

function textOf({ text }: AIMessageChunk): string {
  return text;
}

describe("an answer in a form", () => {
  const joke = z.object({ setup: z.string(), punchline: z.string().min(1) });
  const told = { setup: "Why?", punchline: "Because." };

  it("is asked for by a tool", async () => {
    const args = JSON.stringify(told);
    const content = [
      { type: "tool_use", name: "joke", args: [args.slice(0, 20), args.slice(20)] } as const,
    ];
    test.server.respondWith(anthropicMessage({ content }));
    const model = createModel().withStructuredOutput(joke, { name: "joke" });
    const states = await collect(model.stream("Tell one."));
    expect(states.at(-1)).toEqual(told);
    expect(states.length).toBeGreaterThan(1);
    expect(bodyOf()).toMatchObject({
      tool_choice: { type: "tool", name: "joke" },
      tools: [{ name: "joke", input_schema: { required: ["setup", "punchline"] } }],
    });
  });

  it("is asked for by a tool that must be followed to the letter", async () => {
    test.server.respondWith(
      anthropicMessage({ content: [{ type: "tool_use", name: "extract", args: told }] }),
    );
    const model = createModel().withStructuredOutput(joke, { strict: true });
    expect(await model.invoke("Tell one.")).toEqual(told);
    expect(bodyOf()).toMatchObject({
      tools: [{ strict: true, input_schema: { additionalProperties: false } }],
    });
  });

  it.each([
    ["by the schema of the text", { method: "jsonSchema" } as const, {}],
    ["by the schema of the text, of a model that thinks", {}, { thinking }],
  ])("is asked for %s", async (_how, options, fields) => {
    const json = JSON.stringify(told);
    test.server.respondWith(anthropicMessage({ chunks: [json.slice(0, 15), json.slice(15)] }));
    const model = createModel(fields).withStructuredOutput(joke, options);
    expect((await collect(model.stream("Tell one."))).at(-1)).toEqual(told);
    expect(bodyOf()).toMatchObject({
      output_config: {
        format: {
          type: "json_schema",
          schema: { type: "object", additionalProperties: false, required: ["setup", "punchline"] },
        },
      },
    });
    expect(bodyOf()).not.toHaveProperty("tools");
  });

  it("may be asked for by a tool of a model that thinks, which cannot be made to call it", async () => {
    test.server.respondWith(
      anthropicMessage({ content: [{ type: "tool_use", name: "extract", args: told }] }),
    );
    const model = createModel({ thinking });
    const formed = model.withStructuredOutput(joke, { method: "functionCalling" });
    expect(await formed.invoke("Tell one.")).toEqual(told);
    expect(bodyOf()).toMatchObject({ tool_choice: { type: "auto" } });
  });

  it("is refused by a method that the API does not have", () => {
    expect(() => createModel().withStructuredOutput(joke, { method: "jsonMode" })).toThrow(
      'leave the method out, or take "functionCalling" or "jsonSchema"',
    );
  });
});

describe("what a model tells of itself", () => {
  const address = (): { "server.address": string; "server.port": number } => ({
    "server.address": "127.0.0.1",
    "server.port": Number(new URL(test.server.url).port),
  });

  it("is the metadata of its run, and the time to its first chunk", async () => {
    test.server.respondWith(recorded("text"));
    const recorder = new EventRecorder();
    const model = createModel({ temperature: 0.2, metadata: { team: "blue" } });
    const answer = await model.invoke("Hi", { callbacks: [recorder], stop: ["END"] });
    see(recorder);
    expect(recorder.events[0]?.metadata).toEqual({
      "gen_ai.provider.name": "anthropic",
      "gen_ai.request.model": "claude-sonnet-5-5",
      "gen_ai.request.max_tokens": 4_096,
      "gen_ai.request.temperature": 0.2,
      "gen_ai.request.stop_sequences": ["END"],
      ...address(),
      team: "blue",
    });
    expect(answer.response_metadata[timeToFirstChunkKey]).toEqual(expect.any(Number));
  });

  it.each([
    ["aws.bedrock", { awsRegion: "eu-west-1" }],
    ["gcp.vertex_ai", { region: "europe-west1", projectId: "p1" }],
    ["anthropic", {}],
  ])("is %s by the client", async (provider, own) => {
    test.server.respondWith(recorded("text"));
    const official = new Anthropic({ baseURL: test.server.anthropicBaseUrl, apiKey: secretKey });
    const client: AnthropicClient = Object.assign(official, own);
    const recorder = new EventRecorder();
    const model = new ChatAnthropic({ client });
    await model.invoke("Hi", { callbacks: [recorder] });
    see(recorder);
    expect(recorder.events[0]?.metadata).toMatchObject({
      "gen_ai.provider.name": provider,
      ...address(),
    });
  });

  it("is not its key", () => {
    const model = createModel();
    expect(inspect(model, { depth: Infinity, showHidden: true })).not.toContain(secretKey);
    expect(JSON.stringify(model)).not.toContain(secretKey);
  });
});

it("refuses beta features where the client has none", async () => {
  const { messages } = new Anthropic({ apiKey: secretKey });
  const model = new ChatAnthropic({ client: { messages }, betas: ["one"] });
  await expect(model.invoke("Hi")).rejects.toThrow("give a client that has, or leave betas out");
});
