import { ProviderError } from "@rivulet/provider";
import { concatChunks, type AIMessageChunk } from "@rivulet/runnables";
import { useServer } from "../support/use-server.ts";

const test = useServer();

const head = { id: "msg_1", type: "message", role: "assistant", model: "claude-opus-5-5" };
const start = {
  type: "message_start",
  message: { ...head, content: [], usage: { input_tokens: 5, output_tokens: 1 } },
};
const end = [
  { type: "message_delta", delta: { stop_reason: "end_turn" }, usage: { output_tokens: 9 } },
  { type: "message_stop" },
];
const text = { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } };
const said = { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "Hi" } };

async function stream(events: readonly object[]): Promise<AIMessageChunk> {
  test.server.respondWith({
    toFrames: () =>
      [start, ...events, ...end].map(
        (event) =>
          `event: ${"type" in event ? String(event.type) : "ping"}\ndata: ${JSON.stringify(event)}\n\n`,
      ),
  });
  const model = test.createModel({ invocationKwargs: { tools: [{}] } });
  const chunks = [];
  for await (const chunk of model.stream("Hi")) chunks.push(chunk);
  return concatChunks(chunks);
}

it("takes an end that tells only what was used", async () => {
  const answer = await stream([text, said, { type: "message_delta", usage: { output_tokens: 4 } }]);
  expect(answer.text).toBe("Hi");
  expect(answer.usage_metadata).toMatchObject({ input_tokens: 5, output_tokens: 9 });
});

it("tells what an answer began with also where it says nothing else", async () => {
  const frames = [start, { type: "message_stop" }].map(
    (event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`,
  );
  test.server.respondWith({ toFrames: () => frames });
  const chunks = [];
  for await (const chunk of test.createModel().stream("Hi")) chunks.push(chunk);
  expect(chunks).toHaveLength(1);
  expect(chunks[0]).toMatchObject({
    id: "msg_1",
    text: "",
    usage_metadata: { input_tokens: 5, output_tokens: 1 },
  });
});

it.each([{}, { text: null }])("takes a piece of text that is none: %j", async (none) => {
  const empty = { type: "content_block_delta", index: 0, delta: { type: "text_delta", ...none } };
  expect((await stream([text, empty, said])).text).toBe("Hi");
});

it.each([{}, { input: null }, { input: {} }])(
  "takes a tool use that begins with %j",
  async (input) => {
    const block = { type: "tool_use", id: "toolu_1", name: "weather", ...input };
    const answer = await stream([
      { type: "content_block_start", index: 0, content_block: block },
      { type: "content_block_delta", index: 0, delta: { type: "input_json_delta" } },
      {
        type: "content_block_delta",
        index: 0,
        delta: { type: "input_json_delta", partial_json: '{"city":"Oslo"}' },
      },
      { type: "content_block_stop", index: 0 },
    ]);
    expect(answer.tool_calls).toMatchObject([
      { id: "toolu_1", name: "weather", args: { city: "Oslo" } },
    ]);
  },
);

it.each([
  ["what a delta says", [text, { ...said, delta: null }]],
  ["the block", [{ ...text, content_block: null }]],
  ["what a block begins with", [said]],
  ["the next block's beginning", [text, { type: "content_block_stop", index: 0 }, said]],
])("fails with a typed error where %s is missing", async (_, events) => {
  await expect(stream(events)).rejects.toMatchObject({ code: "PROVIDER_STREAM" });
});

it("fails with a typed error where an event is null", async () => {
  const frame = "event: content_block_delta\ndata: null\n\n";
  test.server.respondWith({ toFrames: () => [frame] });
  const running = test.createModel().stream("Hi")[Symbol.asyncIterator]().next();
  await expect(running).rejects.toMatchObject({ code: "PROVIDER_STREAM", requestId: "req_000001" });
});

it.each([
  ["an object of another kind", "{}", "application/json"],
  ["null", "null", "application/json"],
  ["the page of a proxy", "<html>Sign in</html>", "text/html"],
  ["no content", '{"content":null}', "application/json"],
  ["content that is null", '{"content":[null]}', "application/json"],
])("fails with a typed error where the answer is %s", async (_, body, type) => {
  test.server.respondWith({ toBody: () => body, headers: { "content-type": type } });
  const error: unknown = await test
    .createModel()
    .invoke("Hi")
    .catch((thrown: unknown) => thrown);
  test.see({ error });
  expect(error).toBeInstanceOf(ProviderError);
  expect(error).toMatchObject({ code: "PROVIDER_STREAM", requestId: "req_000001" });
});

it("tells the error that came with a good status", async () => {
  const error = { type: "overloaded_error", message: "Overloaded" };
  test.server.respondWith({ toBody: () => JSON.stringify({ type: "error", error }) });
  await expect(test.createModel().invoke("Hi")).rejects.toMatchObject({
    code: "PROVIDER_OVERLOADED",
    isRetryable: true,
  });
});
