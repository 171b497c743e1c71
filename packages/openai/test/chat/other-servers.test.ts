import type { ProviderResponse } from "@rivulet/testing/providers";
import { chatModel, collect, streamWhole, withServer } from "../support/with-server.ts";

/** A stream of Chat Completions, as another server than OpenAI's writes it. */
function streamOf(...chunks: readonly object[]): ProviderResponse {
  return {
    endpoint: "chat/completions",
    toFrames: () => [
      ...chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`),
      "data: [DONE]\n\n",
    ],
  };
}

const head = { id: "chat-1", object: "chat.completion.chunk", created: 0, model: "local" };

describe("a server that speaks the format", () => {
  it("may count the usage up in each chunk, and say nothing by an empty text or null", async () => {
    await withServer(async (server) => {
      const toUsage = (tokens: number): object => ({
        prompt_tokens: 3,
        completion_tokens: tokens,
        total_tokens: 3 + tokens,
      });
      const toChunk = (content: string, reason: string, tokens: number): object => ({
        ...head,
        choices: [{ index: 0, delta: { content, tool_calls: null }, finish_reason: reason }],
        usage: toUsage(tokens),
      });
      server.respondWith(
        streamOf(
          toChunk("Hel", "", 1),
          toChunk("", "", 1),
          toChunk("lo", "", 2),
          toChunk("", "stop", 2),
        ),
      );

      const chunks = await collect(chatModel(server).stream("Hi"));

      expect(chunks.map(({ text }) => text)).toEqual(["Hel", "lo", ""]);
      expect(chunks.map(({ usage_metadata: usage }) => usage)).toEqual([
        undefined,
        undefined,
        { input_tokens: 3, output_tokens: 2, total_tokens: 5 },
      ]);
    });
  });

  it("may begin with a chunk about the prompt, as Azure does", async () => {
    await withServer(async (server) => {
      server.respondWith(
        streamOf(
          { ...head, id: "", model: "", choices: [], prompt_filter_results: [] },
          { ...head, choices: [{ index: 0, delta: { content: "Hello" }, finish_reason: null }] },
          { ...head, choices: [{ index: 0, delta: {}, finish_reason: "stop" }] },
        ),
      );

      const answer = await streamWhole(chatModel(server));

      expect(answer.text).toBe("Hello");
      expect(answer.response_metadata).toMatchObject({ id: "chat-1", model_name: "local" });
    });
  });

  it("may tell the reasoning as a text of its own", async () => {
    await withServer(async (server) => {
      const toChunk = (delta: object, reason: string | null = null): object => ({
        ...head,
        choices: [{ index: 0, delta, finish_reason: reason }],
      });
      server.respondWith(
        streamOf(
          toChunk({ reasoning_content: "Let me" }),
          toChunk({ reasoning_content: " see." }),
          toChunk({ content: "Yes." }, "stop"),
        ),
      );

      const answer = await streamWhole(chatModel(server));

      expect(answer.text).toBe("Yes.");
      expect(answer.additional_kwargs).toEqual({ reasoning_content: "Let me see." });
    });
  });
});
