import { inspect } from "node:util";
import { ProviderError } from "@rivulet/provider";
import { EventRecorder } from "@rivulet/testing";
import { openaiError, type ProviderResponse } from "@rivulet/testing/providers";
import "@rivulet/testing/jest";
import { traceOpenAI, type ChatOpenAI } from "@rivulet/openai";
import OpenAIClient from "openai";
import { observeRuns } from "@rivulet/core";
import { watchProcess } from "@rivulet/test-support";
import { apiCalls, clientFields } from "./support/api-calls.ts";
import { chatModel, collect, secretKey, streamWhole, withServer } from "./support/with-server.ts";

watchProcess();

const toData = (...events: readonly unknown[]): ProviderResponse => ({
  toFrames: () => [...events, undefined].map((event) => `data: ${toText(event)}\n\n`),
});
const toText = (event: unknown): string =>
  event === undefined ? "[DONE]" : typeof event === "string" ? event : JSON.stringify(event);

const chunk = (choice: object): object => ({
  id: "c1",
  model: "m",
  choices: [{ index: 0, finish_reason: null, ...choice }],
});
const said = chunk({ delta: { content: "Hi" } });
const end = chunk({ delta: {}, finish_reason: "stop" });

describe("what servers stream that the API's types do not promise", () => {
  it.each([
    [
      "Azure's late findings of its filter",
      [
        { id: "", choices: [], prompt_filter_results: [] },
        said,
        chunk({ content_filter_offsets: {} }),
        end,
      ],
    ],
    ["no delta at the end", [said, chunk({ delta: null, finish_reason: "stop" })]],
    ["a usage without choices", [said, end, { id: "c1", usage: null }]],
    ["choices that are null", [said, end, { id: "c1", choices: null }]],
    [
      "each field as null",
      [
        chunk({
          delta: { content: null, function_call: null, annotations: null, tool_calls: null },
        }),
        said,
        end,
      ],
    ],
    ["empty tool calls", [chunk({ delta: { content: "", tool_calls: [] } }), said, end]],
  ])("is no failure: %s", async (_, events) => {
    await withServer(async (server) => {
      server.respondWith(toData(...events));
      const chunks = await collect(chatModel(server).stream("Hi"));
      // The text, and the facts.
      expect(chunks.map(({ text }) => text)).toEqual(["Hi", ""]);
      expect(chunks[0]?.additional_kwargs).toEqual({});
    });
  });

  it("counts what a server has not counted", async () => {
    await withServer(async (server) => {
      const usage = { prompt_tokens: 1, completion_tokens: 2 };
      server.respondWith(toData(said, end, { id: "c1", choices: [], usage }));
      const { usage_metadata: counted } = await streamWhole(chatModel(server));
      expect(counted).toEqual({ input_tokens: 1, output_tokens: 2, total_tokens: 3 });
    });
  });

  it("takes a text completion without text and without choices", async () => {
    await withServer(async (server) => {
      server.respondWith(
        toData(
          { choices: [{ index: 0, text: null }] },
          { choices: [{ index: 0, text: "Hi", finish_reason: "stop" }] },
          { usage: {} },
        ),
      );
      const call = apiCalls.find(({ api }) => api === "text completion");
      const texts = await collect(call?.stream?.(clientFields(server)) ?? toNothing());
      expect(texts).toEqual(["Hi"]);
    });
  });
});

async function* toNothing(): AsyncGenerator<unknown> {
  // Nothing.
}

const unreadable = [
  ["an object of another kind", "{}", "application/json"],
  ["null", "null", "application/json"],
  ["a list", "[1]", "application/json"],
  ["the page of a proxy", "<html>Sign in</html>", "text/html"],
  ["fields that are null", '{"choices":null,"output":null,"data":null}', "application/json"],
  ["items that are null", '{"choices":[null],"output":[null],"data":[null]}', "application/json"],
] as const;

describe.each(apiCalls)("$api", ({ invoke }) => {
  it.each(unreadable)("fails with a typed error where the answer is %s", async (_, body, type) => {
    await withServer(async (server) => {
      server.respondWith({ toBody: () => body, headers: { "content-type": type } });
      const recorder = new EventRecorder();
      const error = await invoke(clientFields(server), { callbacks: [recorder] }).catch(
        (thrown: unknown) => thrown,
      );
      expect(error).toBeInstanceOf(ProviderError);
      expect(error).toMatchObject({ code: "PROVIDER_STREAM", requestId: "req_000001" });
      expect(recorder).toObeyRunLaws();
    });
  });

  it("tells the error that came with a good status", async () => {
    await withServer(async (server) => {
      const error = { code: "rate_limit_exceeded", message: `No more for ${secretKey}` };
      server.respondWith({ toBody: () => JSON.stringify({ error }) });
      const thrown = await invoke(clientFields(server)).catch((caught: unknown) => caught);
      expect(thrown).toMatchObject({ code: "PROVIDER_RATE_LIMIT", isRetryable: true });
      expect(String(thrown)).not.toContain(secretKey);
    });
  });
});

it.each([false, true])(
  "fails with a typed error at an event that is null",
  async (useResponsesApi) => {
    await withServer(async (server) => {
      server.respondWith(toData("null", said, end));
      const model = chatModel(server, { useResponsesApi });
      await expect(collect(model.stream("Hi"))).rejects.toMatchObject({ code: "PROVIDER_STREAM" });
    });
  },
);

it("tells a traced call that could not be understood as a typed error, and gives the caller what came", async () => {
  await withServer(async (server) => {
    const recorder = new EventRecorder();
    const subscription = observeRuns().subscribe(recorder.on_event);
    const client = traceOpenAI(
      new OpenAIClient({ apiKey: secretKey, baseURL: server.openaiBaseUrl, maxRetries: 0 }),
    );
    server.respondWith({ toBody: () => "{}" });
    const answer = await client.chat.completions.create({ model: "m", messages: [] });
    subscription.unsubscribe();
    expect(answer).toEqual({});
    expect(recorder.events.at(-1)?.data).toMatchObject({ error: { code: "PROVIDER_STREAM" } });
  });
});

it("reads an answer of the Responses API that does not repeat its items", async () => {
  await withServer(async (server) => {
    const delta = {
      type: "response.output_text.delta",
      item_id: "msg_1",
      output_index: 0,
      delta: "Hi",
    };
    const response = { id: "r", status: "completed" };
    server.respondWith(toData(delta, { type: "response.completed", response }));
    const model: ChatOpenAI = chatModel(server, { useResponsesApi: true });
    const { text, response_metadata: facts } = await streamWhole(model);
    expect([text, facts["finish_reason"]]).toEqual(["Hi", "stop"]);
  });
});

it("takes arguments of a call that come as an object in place of a text", async () => {
  await withServer(async (server) => {
    const call = { index: 0, id: "call_1", type: "function" };
    const piece = { ...call, function: { name: "weather", arguments: { city: "Oslo" } } };
    server.respondWith(toData(chunk({ delta: { tool_calls: [piece] } }), end));
    const { tool_calls: calls } = await streamWhole(chatModel(server));
    expect(calls).toMatchObject([{ id: "call_1", name: "weather", args: { city: "Oslo" } }]);
  });
});

it("does not call it the caller's mistake that a server sends no text", async () => {
  await withServer(async (server) => {
    server.respondWith(toData(chunk({ delta: { content: 5 } }), end));
    await expect(collect(chatModel(server).stream("Hi"))).rejects.toMatchObject({
      code: "PROVIDER_STREAM",
      requestId: "req_000001",
    });
  });
});

it("fails with a typed error also where the address has a password that is not encoded", async () => {
  await withServer(async (server) => {
    server.respondWith(openaiError({ status: 400 }));
    const baseURL = server.openaiBaseUrl.replace("//", "//ada:100%geheim@");
    const model = chatModel(server, {
      configuration: {
        baseURL,
        // Of the platform's own no address may have a password.
        fetch: (_url, init) => fetch(`${server.openaiBaseUrl}/chat/completions`, init),
      },
    });
    const error: unknown = await model.invoke("Hi").catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "PROVIDER_BAD_REQUEST" });
    expect(inspect(error)).not.toContain("geheim");
  });
});

it("takes such arguments of the Responses API as well", async () => {
  await withServer(async (server) => {
    const item = { type: "function_call", id: "fc_1", call_id: "call_1", name: "weather" };
    const args = { city: "Oslo" };
    server.respondWith(
      toData(
        { type: "response.output_item.done", output_index: 0, item: { ...item, arguments: args } },
        { type: "response.completed", response: { id: "r", status: "completed" } },
      ),
    );
    const { tool_calls: calls } = await streamWhole(chatModel(server, { useResponsesApi: true }));
    expect(calls).toMatchObject([{ id: "call_1", name: "weather", args }]);
  });
});

it("fails with a typed error where an answer of the Responses API ends with nothing", async () => {
  await withServer(async (server) => {
    server.respondWith(toData({ type: "response.completed", response: null }));
    const model = chatModel(server, { useResponsesApi: true });
    await expect(collect(model.stream("Hi"))).rejects.toMatchObject({ code: "PROVIDER_STREAM" });
  });
});
