import { ChatOpenAI } from "@rivulet/openai";
import { AIMessage, timeToFirstChunkKey, tool } from "@rivulet/runnables";
import { EventRecorder } from "@rivulet/testing";
import { openaiChat, type ProviderServer } from "@rivulet/testing/providers";
import { AzureOpenAI } from "openai";
import * as z from "zod";
import {
  chatModel,
  collect,
  recording,
  secretKey,
  streamWhole,
  withServer,
} from "./support/with-server.ts";

const weather = tool(({ city }: { city: string }) => `It rains in ${city}.`, {
  name: "weather",
  description: "Tells the weather.",
  schema: z.object({ city: z.string() }),
});

const recordings = [
  "chat-text",
  "chat-tool-calls",
  "chat-logprobs",
  "chat-refusal",
  "chat-two-choices",
] as const;

function bodyOf(server: ProviderServer, index = 0): Readonly<Record<string, unknown>> {
  return server.requests[index]?.body ?? {};
}

describe("ChatOpenAI over Chat Completions", () => {
  it.each(recordings)("says the same of %s, streamed and whole", async (name) => {
    await withServer(async (server) => {
      const answer = recording(name, "chat/completions");
      server.respondWith(answer).respondWith(answer);
      const model = chatModel(server);

      const whole = await model.invoke("Hi");
      const streamed = await streamWhole(model);

      const { request_id: first, ...facts } = whole.response_metadata;
      expect(first).toBe("req_000001");
      expect(streamed.text).toBe(whole.text);
      expect(streamed.response_metadata).toEqual({ ...facts, request_id: "req_000002" });
      expect(streamed.additional_kwargs).toEqual(whole.additional_kwargs);
      expect(streamed.tool_calls).toEqual(whole.tool_calls);
      expect(streamed.usage_metadata).toEqual(whole.usage_metadata);
      expect(streamed.id).toBe(whole.id);
    });
  });

  it("tells facts and usage in the last chunk", async () => {
    await withServer(async (server) => {
      server.respondWith(recording("chat-text", "chat/completions"));

      const chunks = await collect(chatModel(server).stream("Hi"));

      expect(chunks.map(({ content }) => content)).toEqual([
        "Guten",
        " Tag",
        ", Zürich",
        " 👋",
        "!",
        "",
      ]);
      expect(chunks.at(-1)?.usage_metadata).toEqual({
        input_tokens: 1_042,
        output_tokens: 6,
        total_tokens: 1_048,
        input_token_details: { cache_read: 1_024, audio: 0 },
        output_token_details: {
          reasoning: 0,
          audio: 0,
          accepted_prediction: 0,
          rejected_prediction: 0,
        },
      });
      expect(chunks.at(-1)?.response_metadata).toEqual({
        model_provider: "openai",
        model_name: "gpt-4.1-mini-2025-04-14",
        id: "chatcmpl-CKb0vUwFzJ2hX7qLr5tYn8dPaE3Gm",
        finish_reason: "stop",
        system_fingerprint: "fp_a7bca4e3d1",
        service_tier: "default",
        request_id: "req_000001",
      });
    });
  });

  it("asks for usage, unless it is told not to", async () => {
    await withServer(async (server) => {
      const answer = openaiChat({ chunks: ["Hello"] });
      server.respondWith(answer).respondWith(answer);

      const used = await streamWhole(chatModel(server));
      const unused = await streamWhole(chatModel(server, { streamUsage: false }));

      expect(bodyOf(server)).toMatchObject({ stream_options: { include_usage: true } });
      expect(used.usage_metadata).toMatchObject({ total_tokens: 9 });
      expect(bodyOf(server, 1)).not.toHaveProperty("stream_options");
      expect(unused.usage_metadata).toBeUndefined();
    });
  });

  it("streams the pieces of tool calls", async () => {
    await withServer(async (server) => {
      server.respondWith(recording("chat-tool-calls", "chat/completions"));

      const chunks = await collect(chatModel(server).bindTools([weather]).stream("Hi"));

      const pieces = chunks.flatMap(({ tool_call_chunks: some }) => some);
      expect(pieces[0]).toEqual({
        type: "tool_call_chunk",
        index: 0,
        id: "call_m2QxT8rLzV4nKc7WbYd1JhGs",
        name: "get_weather",
        args: "",
      });
      expect(
        pieces
          .filter(({ index }) => index === 1)
          .map(({ args }) => args)
          .join(""),
      ).toBe('{"location": "Tokyo", "unit": "celsius"}');
    });
  });

  it("looks at each of 16,000 pieces of a tool call a few times, not once for each that follows", async () => {
    await withServer(async (server) => {
      const pieces = Array.from({ length: 16_000 }, (_, at) => `"${String(at)}",`);
      const args = ['{"city":[', ...pieces, '"end"]}'];
      server.respondWith(openaiChat({ toolCalls: [{ name: "weather", args }] }));
      const parse = jest.spyOn(JSON, "parse");

      const answer = await streamWhole(chatModel(server).bindTools([weather]));
      const parsedLength = parse.mock.calls.reduce((sum, [text]) => sum + text.length, 0);
      parse.mockRestore();

      expect(answer.tool_calls[0]?.args["city"]).toHaveLength(16_001);
      expect(answer.tool_call_chunks).toHaveLength(1);
      // The frames themselves, each once, and the arguments once: what is parsed grows with the answer and no faster.
      expect(parsedLength).toBeLessThan(16_000 * 400);
    });
  });

  it("tells a refusal where LangChain.js does", async () => {
    await withServer(async (server) => {
      server.respondWith(recording("chat-refusal", "chat/completions"));

      const answer = await streamWhole(chatModel(server));

      expect(answer.additional_kwargs).toEqual({ refusal: "I'm sorry, I can't help with that." });
      expect(answer.text).toBe("");
    });
  });

  it("tells the log probability of each token", async () => {
    await withServer(async (server) => {
      server.respondWith(recording("chat-logprobs", "chat/completions"));

      const answer = await streamWhole(chatModel(server, { logprobs: true, topLogprobs: 2 }));

      const tokens = [
        expect.objectContaining({ token: "Yes", logprob: -0.317_253_05 }),
        expect.objectContaining({ token: ".", logprob: -0.023_809_86 }),
      ];
      expect(answer.response_metadata).toMatchObject({ logprobs: { content: tokens } });
      expect(bodyOf(server)).toMatchObject({ logprobs: true, top_logprobs: 2 });
    });
  });

  it("streams the first of two choices, and has the other in its end", async () => {
    await withServer(async (server) => {
      server.respondWith(recording("chat-two-choices", "chat/completions"));

      const answer = await streamWhole(chatModel(server, { n: 2 }));

      expect(answer.text).toBe("Red is warm.");
      expect(answer.response_metadata["other_choices"]).toEqual([
        new AIMessage({
          id: answer.id,
          content: "Blue is cold.",
          response_metadata: { index: 1, finish_reason: "length" },
        }),
      ]);
    });
  });

  it("sends what it was made with, and over it what the call says", async () => {
    await withServer(async (server) => {
      const answer = openaiChat({ chunks: ["Hello"] });
      server.respondWith(answer).respondWith(answer);
      const model = chatModel(server, {
        model: "gpt-4.1",
        temperature: 0.5,
        topP: 0.9,
        maxTokens: 100,
        frequencyPenalty: 0.1,
        presencePenalty: 0.2,
        logitBias: { "50256": -100 },
        n: 1,
        stop: ["END"],
        seed: 7,
        user: "user-1",
        service_tier: "flex",
        promptCacheKey: "cache",
        store: true,
        modelKwargs: { metadata: { team: "blue" }, seed: 8 },
      });

      await model.invoke("Hi");
      await model.invoke("Hi", {
        stop: ["STOP"],
        seed: 9,
        options: { headers: { "x-team": "red" } },
      });

      const expected = {
        model: "gpt-4.1",
        temperature: 0.5,
        top_p: 0.9,
        max_tokens: 100,
        frequency_penalty: 0.1,
        presence_penalty: 0.2,
        logit_bias: { "50256": -100 },
        n: 1,
        stop: ["END"],
        seed: 8,
        user: "user-1",
        service_tier: "flex",
        prompt_cache_key: "cache",
        store: true,
        metadata: { team: "blue" },
        messages: [{ role: "user", content: "Hi" }],
        stream: false,
      };
      expect(bodyOf(server)).toEqual(expected);
      expect(bodyOf(server, 1)).toEqual({ ...expected, stop: ["STOP"], seed: 9 });
      expect(server.requests[1]?.headers).toMatchObject({ "x-team": "red" });
    });
  });

  it("asks a model that reasons by the names that it knows", async () => {
    await withServer(async (server) => {
      server.respondWith(openaiChat({ chunks: ["Hello"] }));
      const model = chatModel(server, {
        model: "o4-mini",
        maxTokens: 100,
        reasoning: { effort: "low" },
        verbosity: "low",
      });

      await model.invoke([
        ["system", "Be terse."],
        ["user", "Hi"],
      ]);

      expect(bodyOf(server)).toEqual({
        model: "o4-mini",
        max_completion_tokens: 100,
        reasoning_effort: "low",
        verbosity: "low",
        messages: [
          { role: "developer", content: "Be terse." },
          { role: "user", content: "Hi" },
        ],
        stream: false,
      });
    });
  });

  it("has its facts in the metadata of its run, and when the first chunk came in its message", async () => {
    await withServer(async (server) => {
      server.respondWith(openaiChat({ chunks: ["Hello"] }));
      const model = chatModel(server, { temperature: 0, maxTokens: 5, stop: ["END"], n: 2 });

      const recorder = await EventRecorder.from(model.streamEvents("Hi", { seed: 3 }));

      const end = recorder.events.at(-1);
      expect(end?.metadata).toEqual({
        "gen_ai.provider.name": "openai",
        "gen_ai.request.model": "gpt-4.1-mini",
        "gen_ai.request.temperature": 0,
        "gen_ai.request.max_tokens": 5,
        "gen_ai.request.stop_sequences": ["END"],
        "gen_ai.request.seed": 3,
        "gen_ai.request.choice.count": 2,
        "server.address": "127.0.0.1",
        "server.port": Number(new URL(server.url).port),
      });
      expect(end?.data).toMatchObject({
        output: { response_metadata: { [timeToFirstChunkKey]: expect.any(Number) } },
      });
    });
  });

  it("calls a client of the user's own, such as Azure's", async () => {
    await withServer(async (server) => {
      server.respondWith(openaiChat({ chunks: ["Hello"] }));
      const client = new AzureOpenAI({
        apiKey: secretKey,
        apiVersion: "2025-01-01-preview",
        baseURL: server.openaiBaseUrl,
        maxRetries: 0,
      });
      const recorder = new EventRecorder();

      await new ChatOpenAI({ client }).invoke("Hi", { callbacks: [recorder] });

      expect(server.requests[0]?.headers).toMatchObject({ "api-key": secretKey });
      expect(recorder.events[0]?.metadata).toMatchObject({
        "gen_ai.provider.name": "azure.ai.openai",
      });
    });
  });

  it("brings a tool round: the call, its answer and the last word", async () => {
    await withServer(async (server) => {
      const call = { name: "weather", args: { city: "Oslo" }, id: "call_1" };
      server
        .respondWith(openaiChat({ toolCalls: [call] }))
        .respondWith(openaiChat({ chunks: ["It rains."] }));
      const model = chatModel(server).bindTools([weather], { tool_choice: "any" });

      const asked = await model.invoke("Is it raining in Oslo?");
      const [called] = asked.tool_calls;
      const answered = await weather.invoke(called ?? { name: "weather", args: { city: "" } });
      await model.invoke(["Is it raining in Oslo?", asked, answered]);

      expect(bodyOf(server)).toMatchObject({
        tool_choice: "required",
        tools: [
          {
            type: "function",
            function: {
              name: "weather",
              description: "Tells the weather.",
              parameters: {
                type: "object",
                properties: { city: { type: "string" } },
                required: ["city"],
              },
            },
          },
        ],
      });
      expect(bodyOf(server, 1)["messages"]).toEqual([
        { role: "user", content: "Is it raining in Oslo?" },
        {
          role: "assistant",
          content: null,
          tool_calls: [
            {
              id: "call_1",
              type: "function",
              function: { name: "weather", arguments: '{"city":"Oslo"}' },
            },
          ],
        },
        { role: "tool", tool_call_id: "call_1", content: "It rains in Oslo." },
      ]);
    });
  });

  it("asks for a stream where nobody observes, when it is told to", async () => {
    await withServer(async (server) => {
      server.respondWith(openaiChat({ chunks: ["Hello", " world"] }));

      const answer = await chatModel(server, { streaming: true }).invoke("Hi");

      expect(answer.text).toBe("Hello world");
      expect(bodyOf(server)).toMatchObject({ stream: true });
    });
  });
});
