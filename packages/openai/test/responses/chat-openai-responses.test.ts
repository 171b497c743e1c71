import { InvalidArgumentError } from "@rivulet/core";
import { ProviderError } from "@rivulet/provider";
import { AIMessageChunk, HumanMessage, tool, ToolMessage } from "@rivulet/runnables";
import { openaiResponse } from "@rivulet/testing/providers";
import * as z from "zod";
import { chatModel, collect, recording, streamWhole, withServer } from "../support/with-server.ts";

const weather = tool(({ city }: { city: string }) => `It rains in ${city}.`, {
  name: "weather",
  description: "Tells the weather.",
  schema: z.object({ city: z.string() }),
});

const byResponses = { useResponsesApi: true } as const;
const recordings = ["responses-text", "responses-function-call", "responses-reasoning"] as const;

describe("ChatOpenAI over the Responses API", () => {
  it.each(recordings)("says the same of %s, streamed and whole", async (name) => {
    await withServer(async (server) => {
      const answer = recording(name, "responses");
      server.respondWith(answer).respondWith(answer);
      const model = chatModel(server, byResponses);

      const whole = await model.invoke("Hi");
      const streamed = await streamWhole(model);

      expect(streamed.content).toEqual(whole.content);
      expect(streamed.response_metadata).toEqual({
        ...whole.response_metadata,
        request_id: "req_000002",
      });
      expect(streamed.additional_kwargs).toEqual(whole.additional_kwargs);
      expect(streamed.tool_calls).toEqual(whole.tool_calls);
      expect(streamed.usage_metadata).toEqual(whole.usage_metadata);
      expect(streamed.id).toBe(whole.id);
    });
  });

  it("streams the summary of its reasoning as blocks, and the answer as text", async () => {
    await withServer(async (server) => {
      server.respondWith(recording("responses-reasoning", "responses"));
      const model = chatModel(server, {
        ...byResponses,
        model: "gpt-5-mini",
        reasoning: { effort: "medium", summary: "detailed" },
      });

      const chunks = await collect(model.stream("27 times 453?"));

      const id = "rs_68e8f2b0d1e4819f9a8b7c6d5e4f3a2b1c0d9e8f7a6b5c4d";
      expect(chunks[0]?.content).toEqual([
        { type: "reasoning", index: "0.0", id, reasoning: "**Adding" },
      ]);
      expect(chunks.map(({ text }) => text).filter((text) => text !== "")).toEqual([
        "27",
        " × 453",
        " = ",
        "12231",
        ".",
      ]);
      const whole = chunks.reduce((sum, chunk) => sum.concat(chunk));
      expect(whole.content).toEqual([
        {
          type: "reasoning",
          index: "0.0",
          id,
          reasoning: "**Adding numbers**\n\n27 times 453 is 12231.",
        },
        { type: "reasoning", index: "0.1", id, reasoning: "**Checking**\n\n27 × 450 + 27 × 3." },
        { type: "text", text: "27 × 453 = 12231." },
      ]);
      expect(whole.usage_metadata).toMatchObject({
        input_tokens: 24,
        output_tokens: 211,
        output_token_details: { reasoning: 192 },
      });
      expect(whole.response_metadata).toMatchObject({ status: "completed", finish_reason: "stop" });
      expect(server.requests[0]?.body).toEqual({
        model: "gpt-5-mini",
        reasoning: { effort: "medium", summary: "detailed" },
        input: [{ role: "user", content: "27 times 453?" }],
        stream: true,
      });
    });
  });

  it("gives back what it thought, said and called, by the ids of the items", async () => {
    await withServer(async (server) => {
      server
        .respondWith(
          openaiResponse({
            output: [
              { type: "reasoning", summary: [["Look", " first."]] },
              { type: "message", chunks: ["One moment."] },
              { type: "function_call", name: "weather", args: { city: "Oslo" }, id: "call_1" },
            ],
          }),
        )
        .respondWith(openaiResponse({ chunks: ["It rains."] }));
      const model = chatModel(server, byResponses).bindTools([weather], { tool_choice: "weather" });

      const asked = await streamWhole(model);
      expect(asked.tool_calls).toEqual([
        { type: "tool_call", id: "call_1", name: "weather", args: { city: "Oslo" } },
      ]);
      expect(asked.response_metadata["finish_reason"]).toBe("tool_calls");
      await model.invoke([
        new HumanMessage("Hi"),
        asked,
        new ToolMessage({ content: "It rains.", tool_call_id: "call_1" }),
      ]);

      const [first, second] = server.requests.map(({ body }) => body);
      expect(first).toMatchObject({
        tool_choice: { type: "function", name: "weather" },
        tools: [
          { type: "function", name: "weather", description: "Tells the weather.", strict: false },
        ],
      });
      expect(second?.["input"]).toEqual([
        { role: "user", content: "Hi" },
        {
          type: "reasoning",
          id: expect.stringMatching(/^rs_/u),
          summary: [{ type: "summary_text", text: "Look first." }],
        },
        {
          type: "message",
          id: expect.stringMatching(/^msg_/u),
          role: "assistant",
          status: "completed",
          content: [{ type: "output_text", text: "One moment.", annotations: [] }],
        },
        {
          type: "function_call",
          id: expect.stringMatching(/^fc_/u),
          call_id: "call_1",
          name: "weather",
          arguments: '{"city":"Oslo"}',
        },
        { type: "function_call_output", call_id: "call_1", output: "It rains." },
      ]);
    });
  });

  it("names no items that OpenAI has not kept, and gives back reasoning encrypted", async () => {
    await withServer(async (server) => {
      server.respondWith(openaiResponse({ chunks: ["Hello"] }));
      const model = chatModel(server, { ...byResponses, model: "o4-mini", store: false });

      await model.invoke([
        new AIMessageChunk({
          id: "msg_1",
          content: [
            { type: "reasoning", id: "rs_1", index: "0.0", reasoning: "a", encrypted_content: "x" },
            { type: "reasoning", id: "rs_2", index: "1.0", reasoning: "b" },
            { type: "text", text: "One moment." },
          ],
          tool_call_chunks: [{ id: "call_1", name: "weather", args: "{}", index: 2 }],
          additional_kwargs: { __openai_function_call_ids__: { call_1: "fc_1" } },
        }),
        new ToolMessage({ content: "ok", tool_call_id: "call_1" }),
      ]);

      expect(server.requests[0]?.body).toMatchObject({
        store: false,
        include: ["reasoning.encrypted_content"],
        input: [
          {
            type: "reasoning",
            id: "rs_1",
            summary: [{ type: "summary_text", text: "a" }],
            encrypted_content: "x",
          },
          { role: "assistant", content: "One moment." },
          { type: "function_call", call_id: "call_1", name: "weather", arguments: "{}" },
          { type: "function_call_output", call_id: "call_1", output: "ok" },
        ],
      });
      expect(server.requests[0]?.text).not.toContain("fc_1");
    });
  });

  it("sends images and files", async () => {
    await withServer(async (server) => {
      server.respondWith(openaiResponse({ chunks: ["Hello"] }));

      await chatModel(server, byResponses).invoke([
        new HumanMessage([
          { type: "text", text: "What?" },
          { type: "image_url", image_url: { url: "https://example.com/a.png", detail: "low" } },
          { type: "image", data: "aGk=", mimeType: "image/jpeg" },
          { type: "file", fileId: "file-1" },
          { type: "file", url: "https://example.com/a.pdf" },
          { type: "input_file", file_id: "file-2" },
        ]),
      ]);

      expect(server.requests[0]?.body["input"]).toEqual([
        {
          role: "user",
          content: [
            { type: "input_text", text: "What?" },
            { type: "input_image", image_url: "https://example.com/a.png", detail: "low" },
            { type: "input_image", image_url: "data:image/jpeg;base64,aGk=", detail: "auto" },
            { type: "input_file", file_id: "file-1" },
            { type: "input_file", file_url: "https://example.com/a.pdf" },
            { type: "input_file", file_id: "file-2" },
          ],
        },
      ]);
    });
  });

  it("tells a refusal, and an answer that was cut short", async () => {
    await withServer(async (server) => {
      server
        .respondWith(openaiResponse({ output: [{ type: "message", refusal: ["I", " can't."] }] }))
        .respondWith(openaiResponse({ chunks: ["Hel"], incompleteReason: "max_output_tokens" }));
      const model = chatModel(server, byResponses);

      const refused = await streamWhole(model);
      const cut = await streamWhole(model);

      expect(refused.additional_kwargs).toEqual({ refusal: "I can't." });
      expect(cut.text).toBe("Hel");
      expect(cut.response_metadata).toMatchObject({
        status: "incomplete",
        incomplete_details: { reason: "max_output_tokens" },
        finish_reason: "length",
      });
    });
  });

  it.each(["streamed", "whole"])("fails where the answer did, %s", async (form) => {
    await withServer(async (server) => {
      server.respondWith(
        openaiResponse({ chunks: ["Hel"], error: { code: "server_error", message: "Sorry." } }),
      );
      const model = chatModel(server, byResponses);

      const failed = await (form === "whole" ? model.invoke("Hi") : streamWhole(model)).catch(
        (error: unknown) => error,
      );

      expect(failed).toBeInstanceOf(ProviderError);
      expect(failed).toMatchObject({
        code: "PROVIDER_SERVER",
        providerCode: "server_error",
        isRetryable: true,
        requestId: "req_000001",
      });
    });
  });

  it("goes on from an answer that OpenAI has kept, and takes this API for it", async () => {
    await withServer(async (server) => {
      server.respondWith(openaiResponse({ chunks: ["Hello"] }));

      await chatModel(server).invoke("Hi", { previous_response_id: "resp_1", truncation: "auto" });

      expect(server.requests[0]?.body).toMatchObject({
        previous_response_id: "resp_1",
        truncation: "auto",
      });
    });
  });

  it("sends what it was made with by the names of this API", async () => {
    await withServer(async (server) => {
      server.respondWith(openaiResponse({ chunks: ["Hello"] }));
      const model = chatModel(server, {
        ...byResponses,
        temperature: 0,
        topP: 0.5,
        maxTokens: 10,
        logprobs: true,
        topLogprobs: 2,
        user: "user-1",
        verbosity: "low",
        service_tier: "flex",
      });

      await model.invoke("Hi", { include: ["web_search_call.results"] });

      expect(server.requests[0]?.body).toEqual({
        model: "gpt-4.1-mini",
        temperature: 0,
        top_p: 0.5,
        max_output_tokens: 10,
        top_logprobs: 2,
        user: "user-1",
        text: { verbosity: "low" },
        service_tier: "flex",
        include: ["web_search_call.results", "message.output_text.logprobs"],
        input: [{ role: "user", content: "Hi" }],
        stream: false,
      });
    });
  });

  it("refuses options that this API lacks", async () => {
    await withServer(async (server) => {
      expect(() => chatModel(server, { ...byResponses, n: 2 })).toThrow(InvalidArgumentError);
      expect(() => chatModel(server, { ...byResponses, stop: ["END"] })).toThrow(
        "The Responses API of OpenAI has no option stop; leave it out, or leave useResponsesApi out.",
      );
      await expect(chatModel(server, byResponses).invoke("Hi", { seed: 1 })).rejects.toBeInstanceOf(
        InvalidArgumentError,
      );
    });
  });
});
