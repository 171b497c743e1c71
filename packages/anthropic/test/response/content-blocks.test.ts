import { concatChunks, HumanMessage, type AIMessageChunk } from "@rivulet/runnables";
import type { ProviderResponse } from "@rivulet/testing/providers";
import { useServer } from "../support/use-server.ts";

const test = useServer();

interface StreamedBlock {
  readonly start: object;
  readonly deltas?: readonly object[];
  /** What it is in an answer in one piece; the same as the start by default. */
  readonly whole?: object;
}

const usage = { input_tokens: 5, output_tokens: 1 };
const head = { id: "msg_1", type: "message", role: "assistant", model: "claude-opus-5-5" };

/** An answer of blocks of any kind. */
function respondWith(blocks: readonly StreamedBlock[]): ProviderResponse {
  const events = [
    { type: "message_start", message: { ...head, content: [], usage } },
    ...blocks.flatMap(({ start, deltas = [] }, index) => [
      { type: "content_block_start", index, content_block: start },
      ...deltas.map((delta) => ({ type: "content_block_delta", index, delta })),
      { type: "content_block_stop", index },
    ]),
    { type: "something_new", index: 0 },
    { type: "message_delta", delta: { stop_reason: "end_turn" }, usage: { output_tokens: 9 } },
    { type: "message_stop" },
  ];
  const content = blocks.map(({ start, whole }) => whole ?? start);
  const body = { ...head, content, stop_reason: "end_turn", usage: { ...usage, output_tokens: 9 } };
  return {
    endpoint: "messages",
    toFrames: () =>
      events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`),
    toBody: () => JSON.stringify(body),
  };
}

/** The answer that is streamed, after it was found the same in one piece. */
async function ask(blocks: readonly StreamedBlock[], keepsBlocks = true): Promise<AIMessageChunk> {
  const model = test.createModel({ invocationKwargs: keepsBlocks ? { tools: [{}] } : {} });
  test.server.respondWith(respondWith(blocks)).respondWith(respondWith(blocks));
  const chunks = [];
  for await (const chunk of model.stream([new HumanMessage("Hi")])) chunks.push(chunk);
  const streamed = concatChunks(chunks);
  const whole = await model.invoke("Hi");
  expect(whole.content).toEqual(streamed.content);
  expect(whole.tool_calls).toEqual(streamed.tool_calls);
  expect(whole.usage_metadata).toEqual(streamed.usage_metadata);
  expect(streamed.usage_metadata).toMatchObject({ input_tokens: 5, output_tokens: 9 });
  return streamed;
}

const location = { type: "char_location", document_index: 0, cited_text: "green" };

it("has citations with the text that cites", async () => {
  const answer = await ask([
    {
      start: { type: "text", text: "", citations: [] },
      deltas: [
        { type: "text_delta", text: "Grass" },
        { type: "citations_delta", citation: location },
        { type: "text_delta", text: " is green" },
        { type: "citations_delta", citation: { ...location, document_index: 1 } },
      ],
      whole: {
        type: "text",
        text: "Grass is green",
        citations: [location, { ...location, document_index: 1 }],
      },
    },
    {
      start: { type: "text", text: "" },
      deltas: [{ type: "text_delta", text: ", is it not?" }],
      whole: { type: "text", text: ", is it not?", citations: null },
    },
  ]);
  expect(answer.content).toEqual([
    {
      index: 0,
      type: "text",
      text: "Grass is green",
      citations: [location, { ...location, document_index: 1 }],
    },
    { index: 1, type: "text", text: ", is it not?" },
  ]);
});

const search = { type: "server_tool_use", id: "srv_1", name: "web_search" };
const results = {
  type: "web_search_tool_result",
  tool_use_id: "srv_1",
  content: [{ type: "web_search_result", url: "https://a.example", encrypted_content: "x" }],
};

it("passes the uses of server tools and their results through", async () => {
  const answer = await ask([
    {
      start: { ...search, input: {} },
      deltas: [
        { type: "input_json_delta", partial_json: "" },
        { type: "input_json_delta", partial_json: '{"query":' },
        { type: "input_json_delta", partial_json: '"grass"}' },
      ],
      whole: { ...search, input: { query: "grass" } },
    },
    { start: results },
  ]);
  expect(answer.content).toEqual([
    { index: 0, ...search, input: { query: "grass" } },
    { index: 1, ...results },
  ]);
  expect(answer.tool_calls).toEqual([]);
});

it("keeps the input of a server tool as a text where it is no JSON", async () => {
  const answer = await ask([
    {
      start: { ...search, input: {} },
      deltas: [{ type: "input_json_delta", partial_json: '{"query":' }],
      whole: { ...search, input: '{"query":' },
    },
  ]);
  expect(answer.content).toEqual([{ index: 0, ...search, input: '{"query":' }]);
});

it("reads thinking that is withheld, but for its signature", async () => {
  const answer = await ask([
    {
      start: { type: "thinking", thinking: "", signature: "" },
      deltas: [{ type: "signature_delta", signature: "s1" }],
      whole: { type: "thinking", thinking: "", signature: "s1" },
    },
  ]);
  expect(answer.content).toEqual([{ index: 0, type: "thinking", thinking: "", signature: "s1" }]);
});

it("reads a block that is whole at its start, as some proxies send it", async () => {
  const call = { type: "tool_use", id: "t1", name: "add", input: { x: 1 } };
  const thought = { type: "thinking", thinking: "Hm.", signature: "s1" };
  const answer = await ask([
    { start: thought },
    { start: { type: "text", text: "Wait." } },
    { start: call },
  ]);
  expect(answer.tool_calls).toEqual([{ type: "tool_call", id: "t1", name: "add", args: { x: 1 } }]);
  expect(answer.content).toEqual([
    { index: 0, ...thought },
    { index: 1, type: "text", text: "Wait." },
    { index: 2, type: "tool_use", id: "t1", name: "add" },
  ]);
});

it("passes blocks and deltas of kinds that it does not know through", async () => {
  const answer = await ask([
    {
      start: { type: "compaction", content: "" },
      deltas: [
        { type: "compaction_delta", content: "Before: " },
        { type: "compaction_delta", content: "nothing." },
      ],
      whole: { type: "compaction", content: "Before: nothing." },
    },
  ]);
  expect(answer.content).toEqual([{ index: 0, type: "compaction", content: "Before: nothing." }]);
});

it("has texts as strings where no other block was to come, and loses none that came", async () => {
  const redacted = { type: "redacted_thinking", data: "x" };
  const text = (text: string): StreamedBlock => ({
    start: { type: "text", text: "" },
    deltas: [{ type: "text_delta", text }],
    whole: { type: "text", text },
  });
  expect((await ask([text("Hello"), text(" world")], false)).content).toBe("Hello world");
  expect((await ask([{ start: redacted }, text("Hello")], false)).content).toEqual([
    { index: 0, ...redacted },
    { type: "text", text: "Hello" },
  ]);
  expect((await ask([], false)).content).toBe("");
  expect((await ask([], true)).content).toEqual([]);
});
