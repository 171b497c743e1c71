import { type AIMessageChunk, HumanMessage, ToolMessage } from "@rivulet/runnables";
import { openaiResponse, type ProviderResponse } from "@rivulet/testing/providers";
import { chatModel, streamWhole, withServer } from "../support/with-server.ts";

type Json = Readonly<Record<string, unknown>>;

const head = {
  id: "resp_1",
  object: "response",
  created_at: 1,
  model: "gpt-5",
  status: "completed",
  usage: { input_tokens: 1, output_tokens: 2, total_tokens: 3 },
};

/** An answer of certain items, each with the events that come in before it is whole. */
function responseOf(
  ...parts: readonly (readonly [item: Json, events?: readonly Json[]])[]
): ProviderResponse {
  const whole = { ...head, output: parts.map(([item]) => item) };
  const events: Json[] = parts.flatMap(([item, inner = []], index) => [
    ...inner.map((event) => ({ ...event, item_id: item["id"], output_index: index })),
    { type: "response.output_item.done", output_index: index, item },
  ]);
  events.push({ type: "response.completed", response: whole });
  return {
    endpoint: "responses",
    toFrames: () =>
      events.map((event) => `event: ${String(event["type"])}\ndata: ${JSON.stringify(event)}\n\n`),
    toBody: () => JSON.stringify(whole),
  };
}

/** The message of an answer, streamed and whole; both must be the same. */
async function messageOf(answer: ProviderResponse): Promise<AIMessageChunk> {
  let message: AIMessageChunk | undefined;
  await withServer(async (server) => {
    server.respondWith(answer).respondWith(answer);
    const model = chatModel(server, { useResponsesApi: true });
    message = await model.invoke("Hi");
    const streamed = await streamWhole(model);
    const { request_id: _first, ...facts } = message.response_metadata;
    const { request_id: _second, ...streamedFacts } = streamed.response_metadata;
    expect({ ...streamed, response_metadata: streamedFacts }).toEqual({
      ...message,
      response_metadata: facts,
    });
  });
  if (message === undefined) throw new Error("There was no message.");
  return message;
}

/** What goes out when a message is passed back. */
async function passedBack(message: AIMessageChunk, store = true): Promise<unknown> {
  let sent: unknown;
  await withServer(async (server) => {
    server.respondWith(openaiResponse({ chunks: ["ok"] }));
    const model = chatModel(server, { useResponsesApi: true, store });
    const results = message.tool_calls.map(
      ({ id = "" }) => new ToolMessage({ content: "done", tool_call_id: id }),
    );
    await model.invoke([new HumanMessage("Hi"), message, ...results]);
    sent = (server.requests[0]?.body["input"] as unknown[]).slice(1);
  });
  return sent;
}

describe("an item of the Responses API", () => {
  it("that a tool of OpenAI's own made is told as it is", async () => {
    const search = {
      id: "ws_1",
      type: "web_search_call",
      status: "completed",
      action: { query: "a" },
    };
    const image = {
      id: "ig_1",
      type: "image_generation_call",
      status: "completed",
      result: "aGk=",
    };

    const message = await messageOf(responseOf([search], [image]));

    expect(message.additional_kwargs).toEqual({ tool_outputs: [search, image] });
    expect(message.response_metadata["finish_reason"]).toBe("stop");
  });

  it("that calls a custom tool is a call with its input, and goes back as one", async () => {
    const call = {
      id: "ctc_1",
      type: "custom_tool_call",
      call_id: "call_1",
      name: "sql",
      input: "SELECT 1",
    };

    const message = await messageOf(responseOf([call]));

    expect(message.tool_calls).toEqual([
      { type: "tool_call", id: "call_1", name: "sql", args: { input: "SELECT 1" } },
    ]);
    expect(message.response_metadata["finish_reason"]).toBe("tool_calls");
    expect(await passedBack(message)).toEqual([
      call,
      { type: "custom_tool_call_output", call_id: "call_1", output: "done" },
    ]);
  });

  it("that calls a function without arguments is a call", async () => {
    const call = {
      id: "fc_1",
      type: "function_call",
      call_id: "call_1",
      name: "clock",
      arguments: "{}",
    };
    const added = { type: "response.output_item.added", item: { ...call, arguments: "" } };

    const message = await messageOf(responseOf([call, [added]]));

    expect(message.tool_calls).toEqual([
      { type: "tool_call", id: "call_1", name: "clock", args: {} },
    ]);
  });

  it("that cites has its annotations, and the log probabilities of its tokens", async () => {
    const annotation = { type: "url_citation", url: "https://example.com", title: "A" };
    const logprobs = [{ token: "Yes", logprob: -0.1, bytes: [], top_logprobs: [] }];
    const text = { type: "output_text", text: "Yes", annotations: [annotation], logprobs };
    const item = { id: "msg_1", type: "message", role: "assistant", content: [text] };
    const events = [
      { type: "response.output_text.delta", content_index: 0, delta: "Yes", logprobs },
      { type: "response.output_text.annotation.added", content_index: 0, annotation },
    ];

    const message = await messageOf(responseOf([item, events]));

    expect(message.text).toBe("Yes");
    expect(message.id).toBe("msg_1");
    expect(message.additional_kwargs).toEqual({ annotations: [annotation] });
    expect(message.response_metadata["logprobs"]).toEqual({ content: logprobs });
  });

  it("that tells the thoughts themselves is reasoning, and goes back", async () => {
    const item = {
      id: "rs_1",
      type: "reasoning",
      summary: [],
      content: [{ type: "reasoning_text", text: "Let me see." }],
    };
    const events = [
      { type: "response.reasoning_text.delta", content_index: 0, delta: "Let me" },
      { type: "response.reasoning_text.delta", content_index: 0, delta: " see." },
    ];

    const message = await messageOf(responseOf([item, events]));

    expect(message.content).toEqual([
      {
        type: "reasoning",
        index: "0.raw.0",
        id: "rs_1",
        reasoning: "Let me see.",
        isRaw: true,
      },
    ]);
    expect(await passedBack(message)).toEqual([item]);
  });

  it("that holds its reasoning encrypted goes back so", async () => {
    const silent = { id: "rs_1", type: "reasoning", summary: [], encrypted_content: "abc" };
    const summary = [{ type: "summary_text", text: "First." }];
    const told = { id: "rs_2", type: "reasoning", summary, encrypted_content: "def" };
    const delta = {
      type: "response.reasoning_summary_text.delta",
      summary_index: 0,
      delta: "First.",
    };

    const message = await messageOf(responseOf([silent], [told, [delta]]));

    expect(await passedBack(message, false)).toEqual([silent, told]);
  });
});

it("gives the items back in the order in which they came, those of the provider's tools as well", async () => {
  const items = [
    { type: "reasoning", id: "rs_1", summary: [] },
    { type: "web_search_call", id: "ws_1", status: "completed" },
    { type: "reasoning", id: "rs_2", summary: [] },
    { type: "function_call", id: "fc_1", call_id: "call_1", name: "weather", arguments: "{}" },
    { type: "reasoning", id: "rs_3", summary: [] },
    { type: "function_call", id: "fc_2", call_id: "call_2", name: "weather", arguments: "{}" },
  ];
  const message = await messageOf(responseOf(...items.map((item) => [item] as const)));
  const sent = (await passedBack(message)) as Json[];
  const ids = sent.map(({ id }) => id).filter((id) => id !== undefined);
  expect(ids).toEqual(["rs_1", "ws_1", "rs_2", "fc_1", "rs_3", "fc_2"]);
  // OpenAI has not kept what its tools did.
  const unstored = (await passedBack(message, false)) as Json[];
  expect(unstored.filter(({ id, type }) => id !== undefined && type !== "reasoning")).toEqual([]);
});
