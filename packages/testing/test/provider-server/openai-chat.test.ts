import { openaiChat, type OpenaiChatFields, type ProviderServer } from "@rivulet/testing/providers";
import type OpenAI from "openai";
import { createOpenai, readAll } from "./support/provider-calls.ts";
import { serveEachTest } from "./support/serve-each-test.ts";

let server: ProviderServer;
serveEachTest((started) => {
  server = started;
});

const request = { model: "gpt-4.1", messages: [{ role: "user" as const, content: "Hi" }] };
const withUsage = { stream_options: { include_usage: true } };

async function readChunks(
  fields: OpenaiChatFields,
  options: object = {},
): Promise<OpenAI.ChatCompletionChunk[]> {
  server.respondWith(openaiChat(fields));
  const stream = await createOpenai(server).chat.completions.create({
    ...request,
    ...options,
    stream: true,
  });
  const { items, error } = await readAll(stream);
  expect(error).toBeUndefined();
  return items;
}

function readWhole(fields: OpenaiChatFields): Promise<OpenAI.ChatCompletion> {
  server.respondWith(openaiChat(fields));
  return createOpenai(server).chat.completions.create(request);
}

const weather = { name: "get_weather", args: { city: "Zürich" } };

describe("openaiChat", () => {
  it("streams a chunk of the role, one of each text and one of the finish reason", async () => {
    const chunks = await readChunks({ chunks: ["Hello", " world"] });
    expect(chunks.map(({ choices }) => choices)).toEqual([
      [choice({ role: "assistant", content: "", refusal: null })],
      [choice({ content: "Hello" })],
      [choice({ content: " world" })],
      [choice({}, "stop")],
    ]);
    const [first] = chunks;
    for (const { choices: _, ...head } of chunks) {
      expect(head).toEqual({
        id: first?.id,
        object: "chat.completion.chunk",
        created: first?.created,
        model: "gpt-4.1-2025-04-14",
        service_tier: "default",
        system_fingerprint: "fp_44709d6fcb",
      });
    }
  });

  function choice(delta: object, finishReason: string | null = null): object {
    return { index: 0, delta, logprobs: null, finish_reason: finishReason };
  }

  it("streams tool calls by their index, the name first and then the arguments", async () => {
    const chunks = await readChunks({
      toolCalls: [
        { id: "call_1", name: "add", args: ['{"a"', ":1}"] },
        { id: "call_2", ...weather },
      ],
    });
    const deltas = chunks.map(({ choices }) => choices[0]?.delta);
    expect(deltas[0]).toEqual({ role: "assistant", content: null, refusal: null });
    expect(deltas.flatMap((delta) => delta?.tool_calls ?? [])).toEqual([
      { index: 0, id: "call_1", type: "function", function: { name: "add", arguments: "" } },
      { index: 0, function: { arguments: '{"a"' } },
      { index: 0, function: { arguments: ":1}" } },
      {
        index: 1,
        id: "call_2",
        type: "function",
        function: { name: "get_weather", arguments: "" },
      },
      { index: 1, function: { arguments: '{"city":"' } },
      { index: 1, function: { arguments: 'Zürich"}' } },
    ]);
    expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe("tool_calls");
  });

  it("streams the usage in a chunk of its own where it is asked for", async () => {
    const fields = {
      chunks: ["a"],
      usage: { inputTokens: 20, outputTokens: 9, cacheReadTokens: 16, reasoningTokens: 4 },
    };
    const chunks = await readChunks(fields, withUsage);
    expect(chunks.slice(0, -1).map(({ usage }) => usage)).toEqual([null, null, null]);
    expect(chunks.at(-1)).toMatchObject({
      choices: [],
      usage: {
        prompt_tokens: 20,
        completion_tokens: 9,
        total_tokens: 29,
        prompt_tokens_details: { cached_tokens: 16 },
        completion_tokens_details: { reasoning_tokens: 4 },
      },
    });
    const without = await readChunks(fields, { stream_options: { include_usage: false } });
    expect(without.filter((chunk) => "usage" in chunk)).toEqual([]);
    expect((await readWhole(fields)).usage).toEqual(chunks.at(-1)?.usage);
  });

  it("streams several choices in turn", async () => {
    const chunks = await readChunks({ choices: [{ chunks: ["a", "b"] }, { chunks: ["c"] }] });
    expect(chunks.map(({ choices }) => [choices[0]?.index, choices[0]?.delta.content])).toEqual([
      [0, ""],
      [1, ""],
      [0, "a"],
      [1, "c"],
      [0, "b"],
      [1, undefined],
      [0, undefined],
    ]);
  });

  it.each<[string, OpenaiChatFields]>([
    ["text", { chunks: ["Hello", " world"] }],
    ["a finish reason", { chunks: ["cut"], finishReason: "length" }],
    ["tool calls", { toolCalls: [weather, { ...weather, name: "other" }] }],
    ["text and a tool call", { chunks: ["Let me look."], toolCalls: [weather] }],
    ["a refusal", { refusal: ["I can", "'t."] }],
    ["log probabilities", { chunks: ["Ja", " 👋"], logprobs: [-0.1, -2] }],
    ["n", { chunks: ["same"], n: 3 }],
    ["choices", { choices: [{ chunks: ["a"] }, { refusal: ["no"] }, { toolCalls: [weather] }] }],
    [
      "names",
      { chunks: ["x"], id: "chatcmpl-1", model: "m", created: 1, systemFingerprint: "fp_1" },
    ],
  ])("says the same streamed and whole: %s", async (_name, fields) => {
    server.respondWith(openaiChat(fields));
    const stream = createOpenai(server).chat.completions.stream({ ...request, ...withUsage });
    const streamed = await stream.finalChatCompletion();
    const { choices, object: _object, usage: _usage, ...head } = await readWhole(fields);
    expect(streamed).toMatchObject({
      ...head,
      choices: choices.map(({ message: { annotations: _, ...message }, ...rest }) => ({
        ...rest,
        message,
      })),
    });
  });

  it("has the bytes of each token beside its log probability", async () => {
    const { choices } = await readWhole({ chunks: ["ü"], logprobs: [-0.5] });
    expect(choices[0]?.logprobs?.content).toEqual([
      { token: "ü", logprob: -0.5, bytes: [195, 188], top_logprobs: [] },
    ]);
  });
});
