import { simulateReadableStream, streamText } from "ai";
import { MockLanguageModelV3 } from "ai/test";

const unknownTokens = {
  inputTokens: {
    total: undefined,
    noCache: undefined,
    cacheRead: undefined,
    cacheWrite: undefined,
  },
  outputTokens: { total: undefined, text: undefined, reasoning: undefined },
};

/** The same tokens through `streamText` of Vercel's AI SDK, from its own scripted model, without its pauses. */
export function aiSdkStream(texts: Iterable<string>): ReturnType<typeof streamText> {
  const id = "1";
  const deltas = Array.from(texts, (delta) => ({ type: "text-delta" as const, id, delta }));
  const finishReason = { unified: "stop" as const, raw: "stop" };
  const stream = simulateReadableStream({
    initialDelayInMs: null,
    chunkDelayInMs: null,
    chunks: [
      { type: "text-start" as const, id },
      ...deltas,
      { type: "text-end" as const, id },
      { type: "finish" as const, finishReason, usage: unknownTokens },
    ],
  });
  const model = new MockLanguageModelV3({ doStream: { stream } });
  return streamText({ model, prompt: "Hello" });
}
