// What the providers answer on the loopback server, in the wire format that they are asked in.
import {
  anthropicError,
  anthropicMessage,
  openaiChat,
  openaiCompletion,
  openaiEmbeddings,
  openaiError,
  openaiResponse,
  type ProviderErrorFields,
  type ProviderRequest,
  type ProviderResponse,
  type ProviderToolCall,
  type ProviderUsage,
  type ResponseFaults,
} from "@rivulet/testing/providers";
import { countries, hello, joke, retrieval } from "./fixtures.ts";

interface Answer {
  readonly thinking?: readonly string[];
  readonly chunks?: readonly string[];
  readonly calls?: readonly ProviderToolCall[];
  readonly usage?: ProviderUsage;
  readonly faults?: ResponseFaults;
  readonly error?: ProviderErrorFields;
}

// By the question: an answer for each step of the conversation that it begins. The recordings end with the empty chunk that each
// stream of a provider ends with.
const answers: Readonly<Record<string, readonly Answer[]>> = {
  "Hello. Tell me something about yourself.": [{ chunks: hello.slice(0, -1) }],
  "Tell me a joke about a parrot.": [{ chunks: joke.slice(0, -1) }],
  "List France, Spain and Japan with their populations, as JSON.": [
    { chunks: countries.slice(0, -1) },
  ],
  "Where did Harrison work?": [{ chunks: retrieval.slice(0, -1) }],
  "where did harrison work?": [{ chunks: ["At", " ken", "sho", "."] }],
  "Do I need an umbrella in Oslo?": [
    { calls: [{ id: "call-1", name: "weather", args: ['{"city"', ': "Os', 'lo"}'] }] },
    { chunks: ["Take an ", "umbrella."] },
  ],
  "Oslo or Bergen?": [
    { calls: [{ id: "a", name: "clock", args: {} }] },
    {
      calls: [
        { id: "b", name: "weather", args: { city: "Oslo" } },
        { id: "c", name: "weather", args: { city: "Bergen" } },
      ],
    },
    { chunks: ["Both are ", "wet ", "at noon."] },
  ],
  "Where to?": [{ chunks: ['{"city":', '"Os', 'lo"', ',"days":3}'] }],
  "Is 221 prime?": [
    {
      thinking: ["13 times 17 ", "is 221."],
      chunks: ["No: ", "13 · 17."],
      usage: { inputTokens: 14, outputTokens: 32, reasoningTokens: 24 },
    },
  ],
  "Count to a million.": [{ chunks: ["one", " two", " three", " four"], faults: { stallAt: 6 } }],
  "Are you busy?": [{ error: { status: 429, retryAfterSeconds: 2 } }],
};

/** Answers a request as the provider would: by the question in it, and how far the conversation is. */
export function answer(request: ProviderRequest): ProviderResponse {
  if (request.endpoint === "embeddings") return openaiEmbeddings();
  const steps = Object.entries(answers).find(([question]) => request.text.includes(question))?.[1];
  const found = steps?.[countAnswers(request)];
  if (found === undefined) throw new Error("loopback-answers.ts has no answer to this question");
  const { error, faults } = found;
  if (error !== undefined)
    return request.endpoint === "messages" ? anthropicError(error) : openaiError(error);
  return { ...toResponse(found, request), ...(faults && { faults }) };
}

function countAnswers({ body }: ProviderRequest): number {
  const messages = (body["messages"] ?? []) as readonly { readonly role: string }[];
  return messages.filter(({ role }) => role === "assistant").length;
}

function toResponse(
  { thinking, chunks, calls = [], usage = {} }: Answer,
  { endpoint, body }: ProviderRequest,
): ProviderResponse {
  const common = { model: String(body["model"]), usage };
  switch (endpoint) {
    case "messages":
      return anthropicMessage({
        ...common,
        content: [
          ...(thinking ? [{ type: "thinking" as const, chunks: thinking }] : []),
          ...(chunks ? [{ type: "text" as const, chunks }] : []),
          ...calls.map((call) => ({ type: "tool_use" as const, ...call })),
        ],
      });
    case "responses":
      return openaiResponse({
        ...common,
        output: [
          ...(thinking ? [{ type: "reasoning" as const, summary: [thinking] }] : []),
          ...(chunks ? [{ type: "message" as const, chunks }] : []),
          ...calls.map((call) => ({ type: "function_call" as const, ...call })),
        ],
      });
    case "completions":
      return openaiCompletion({ ...common, chunks: chunks ?? [] });
    case "chat/completions":
    case "embeddings":
    case undefined:
      return openaiChat({ ...common, ...(chunks && { chunks }), toolCalls: calls });
  }
}
