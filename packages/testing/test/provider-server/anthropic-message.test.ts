import type Anthropic from "@anthropic-ai/sdk";
import {
  anthropicMessage,
  type AnthropicMessageFields,
  type ProviderServer,
} from "@rivulet/testing/providers";
import { createAnthropic, readAll } from "./support/provider-calls.ts";
import { serveEachTest } from "./support/serve-each-test.ts";

let server: ProviderServer;
serveEachTest((started) => {
  server = started;
});

const request = {
  model: "claude-opus-5-5",
  max_tokens: 64,
  messages: [{ role: "user" as const, content: "Hi" }],
};

async function readEvents(
  fields: AnthropicMessageFields,
): Promise<Anthropic.RawMessageStreamEvent[]> {
  server.respondWith(anthropicMessage(fields));
  const stream = await createAnthropic(server).messages.create({ ...request, stream: true });
  const { items, error } = await readAll(stream);
  expect(error).toBeUndefined();
  return items;
}

const tool = { type: "tool_use" as const, name: "get_weather", args: { city: "Zürich" } };

describe("anthropicMessage", () => {
  it("streams the documented events of each block", async () => {
    const events = await readEvents({
      content: [
        { type: "thinking", chunks: ["Hm"], signature: "sig" },
        { type: "text", chunks: ["Let", " me"] },
        { ...tool, id: "toolu_1", args: ['{"city"', ':"Rom"}'] },
      ],
    });
    expect(events.map(describeEvent)).toEqual([
      "message_start",
      "content_block_start 0 thinking",
      "content_block_delta 0 thinking_delta",
      "content_block_delta 0 signature_delta",
      "content_block_stop 0",
      "content_block_start 1 text",
      "content_block_delta 1 text_delta",
      "content_block_delta 1 text_delta",
      "content_block_stop 1",
      "content_block_start 2 tool_use",
      "content_block_delta 2 input_json_delta",
      "content_block_delta 2 input_json_delta",
      "content_block_delta 2 input_json_delta",
      "content_block_stop 2",
      "message_delta",
      "message_stop",
    ]);
    const [request_] = server.requests;
    expect(request_?.framesSent).toBe(events.length + 1);
  });

  function describeEvent(event: Anthropic.RawMessageStreamEvent): string {
    const words = [
      event.type,
      "index" in event ? event.index : undefined,
      "content_block" in event ? event.content_block.type : undefined,
      event.type === "content_block_delta" ? event.delta.type : undefined,
    ];
    return words.filter((word) => word !== undefined).join(" ");
  }

  it("tells the usage at the start and at the end, the cache included", async () => {
    const usage = { inputTokens: 3, outputTokens: 9, cacheReadTokens: 100, cacheWriteTokens: 50 };
    const events = await readEvents({ chunks: ["Hello"], usage });
    const counted = {
      input_tokens: 3,
      cache_read_input_tokens: 100,
      cache_creation_input_tokens: 50,
    };
    expect(events[0]).toMatchObject({ message: { usage: { ...counted, output_tokens: 1 } } });
    expect(events.at(-2)).toMatchObject({ usage: { ...counted, output_tokens: 9 } });
  });

  it.each<[string, AnthropicMessageFields]>([
    ["text", { chunks: ["Hello", " world"] }],
    ["no text", {}],
    ["no content", { content: [] }],
    ["tools", { content: [{ type: "text", chunks: ["So"] }, tool, { ...tool, args: [] }] }],
    ["thinking", { content: [{ type: "thinking", chunks: ["a", "b"] }, tool] }],
    ["redacted thinking", { content: [{ type: "redacted_thinking", data: "EmwK" }] }],
    ["a stop sequence", { chunks: ["1"], stopReason: "stop_sequence", stopSequence: "2" }],
    ["a refusal", { chunks: [], stopReason: "refusal" }],
    ["usage", { chunks: ["x"], usage: { inputTokens: 1, outputTokens: 5, reasoningTokens: 3 } }],
    ["names", { chunks: ["x"], id: "msg_1", model: "m" }],
  ])("says the same streamed and whole: %s", async (_name, fields) => {
    server.respondWith(anthropicMessage(fields)).respondWith(anthropicMessage(fields));
    const client = createAnthropic(server);
    const streamed = await client.messages.stream(request).finalMessage();
    expect(streamed).toMatchObject({ ...(await client.messages.create(request)) });
  });

  it.each<[AnthropicMessageFields, string]>([
    [{ chunks: ["x"] }, "end_turn"],
    [{ content: [tool] }, "tool_use"],
    [{ chunks: ["x"], stopReason: "max_tokens" }, "max_tokens"],
  ])("stops for a reason: %p", async (fields, reason) => {
    server.respondWith(anthropicMessage(fields));
    const { stop_reason } = await createAnthropic(server).messages.create(request);
    expect(stop_reason).toBe(reason);
  });
});
