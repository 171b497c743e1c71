import {
  openaiResponse,
  type OpenaiResponseFields,
  type ProviderServer,
} from "@rivulet/testing/providers";
import { createOpenai, readAll } from "./support/provider-calls.ts";
import { serveEachTest } from "./support/serve-each-test.ts";

let server: ProviderServer;
serveEachTest((started) => {
  server = started;
});

const request = { model: "gpt-4.1", input: "Hi" };

async function readTypes(fields: OpenaiResponseFields): Promise<string[]> {
  server.respondWith(openaiResponse(fields));
  const stream = await createOpenai(server).responses.create({ ...request, stream: true });
  const { items, error } = await readAll(stream);
  expect(error).toBeUndefined();
  expect(items.map((event) => event.sequence_number)).toEqual(items.map((_, index) => index));
  return items.map(({ type }) => type.replace(/^response\./, ""));
}

const call = { type: "function_call" as const, name: "add", args: ['{"a"', ":1}"] };

describe("openaiResponse", () => {
  it("streams the documented events of a message", async () => {
    expect(await readTypes({ chunks: ["Hello", " world"] })).toEqual([
      "created",
      "in_progress",
      "output_item.added",
      "content_part.added",
      "output_text.delta",
      "output_text.delta",
      "output_text.done",
      "content_part.done",
      "output_item.done",
      "completed",
    ]);
  });

  it("streams the documented events of a reasoning summary and a function call", async () => {
    const output = [{ type: "reasoning" as const, summary: [["a", "b"], ["c"]] }, call];
    expect(await readTypes({ output })).toEqual([
      "created",
      "in_progress",
      "output_item.added",
      "reasoning_summary_part.added",
      "reasoning_summary_text.delta",
      "reasoning_summary_text.delta",
      "reasoning_summary_text.done",
      "reasoning_summary_part.done",
      "reasoning_summary_part.added",
      "reasoning_summary_text.delta",
      "reasoning_summary_text.done",
      "reasoning_summary_part.done",
      "output_item.done",
      "output_item.added",
      "function_call_arguments.delta",
      "function_call_arguments.delta",
      "function_call_arguments.done",
      "output_item.done",
      "completed",
    ]);
  });

  it("streams a refusal", async () => {
    const types = await readTypes({ output: [{ type: "message", refusal: ["I", " can't"] }] });
    expect(types.slice(3, 8)).toEqual([
      "content_part.added",
      "refusal.delta",
      "refusal.delta",
      "refusal.done",
      "content_part.done",
    ]);
  });

  it.each<[string, OpenaiResponseFields]>([
    ["text", { chunks: ["Hello", " world"] }],
    ["no text", {}],
    ["a refusal", { output: [{ type: "message", chunks: ["Well"], refusal: ["no"] }] }],
    ["a function call", { output: [call, { ...call, args: { b: [1] } }] }],
    ["reasoning", { output: [{ type: "reasoning", summary: [["a", "b"]] }, call] }],
    ["usage", { chunks: ["x"], usage: { inputTokens: 3, outputTokens: 5, reasoningTokens: 4 } }],
    ["names", { chunks: ["x"], id: "resp_1", model: "m", createdAt: 1 }],
  ])("says the same streamed and whole: %s", async (_name, fields) => {
    server.respondWith(openaiResponse(fields)).respondWith(openaiResponse(fields));
    const client = createOpenai(server);
    const streamed = await client.responses.stream(request).finalResponse();
    const { _request_id: _, ...whole } = (await client.responses.create(request)) as object & {
      _request_id?: unknown;
    };
    expect(streamed).toMatchObject(whole);
  });

  it.each<[OpenaiResponseFields, string, object]>([
    [
      { chunks: ["x"], incompleteReason: "max_output_tokens" },
      "incomplete",
      { incomplete_details: { reason: "max_output_tokens" } },
    ],
    [
      { error: { code: "server_error", message: "No luck." } },
      "failed",
      { error: { code: "server_error", message: "No luck." } },
    ],
  ])("can come to another end: %p", async (fields, status, details) => {
    expect((await readTypes(fields)).at(-1)).toBe(status);
    server.respondWith(openaiResponse(fields));
    expect(await createOpenai(server).responses.create(request)).toMatchObject({
      status,
      ...details,
    });
  });
});
