import { type ProviderToolCall, toArgumentChunks } from "../provider-tool-call.ts";

/** One choice of an answer of Chat Completions. */
export interface OpenaiChatChoice {
  /** The texts that come in one after the other. */
  readonly chunks?: readonly string[];
  /** The log probability of each of the chunks. */
  readonly logprobs?: readonly number[];
  /** The texts of a refusal. */
  readonly refusal?: readonly string[];
  readonly toolCalls?: readonly ProviderToolCall[];
  /** `tool_calls` by default where there are tool calls, else `stop`. */
  readonly finishReason?: string;
}

type Json = Readonly<Record<string, unknown>>;

/** The choice as it stands in each of its chunks, from the role to the finish reason. */
export function toChatChoiceChunks(choice: OpenaiChatChoice, index: number): readonly Json[] {
  const { chunks, logprobs, refusal = [] } = choice;
  const toChunk = (delta: Json, logprob?: Json): Json => ({
    index,
    delta,
    logprobs: logprob ?? null,
    finish_reason: null,
  });
  const texts = chunks ?? [];
  return [
    toChunk({ role: "assistant", content: chunks === undefined ? null : "", refusal: null }),
    ...texts.map((content, at) =>
      toChunk({ content }, toTokenLogprobs([content], logprobs?.slice(at))),
    ),
    ...refusal.map((text) => toChunk({ refusal: text })),
    ...toToolCallDeltas(choice.toolCalls ?? [], index).map((call) =>
      toChunk({ tool_calls: [call] }),
    ),
    { ...toChunk({}), finish_reason: finishReasonOf(choice) },
  ];
}

/** The choice as it stands in a body that is not streamed. */
export function toWholeChatChoice(choice: OpenaiChatChoice, index: number): Json {
  const { chunks, logprobs, refusal, toolCalls = [] } = choice;
  return {
    index,
    message: {
      role: "assistant",
      content: chunks?.join("") ?? null,
      ...(toolCalls.length > 0 && {
        tool_calls: toolCalls.map((call, at) => ({
          id: call.id ?? toCallId(index, at),
          type: "function",
          function: { name: call.name, arguments: toArgumentChunks(call.args).join("") },
        })),
      }),
      refusal: refusal?.join("") ?? null,
      annotations: [],
    },
    logprobs: toTokenLogprobs(chunks ?? [], logprobs) ?? null,
    finish_reason: finishReasonOf(choice),
  };
}

/** How many chunks with something in them a choice has. */
export function countChunks({
  chunks = [],
  refusal = [],
  toolCalls = [],
}: OpenaiChatChoice): number {
  const pieces = toolCalls.flatMap(({ args }) => toArgumentChunks(args));
  return chunks.length + refusal.length + pieces.length;
}

function toToolCallDeltas(calls: readonly ProviderToolCall[], choice: number): readonly Json[] {
  return calls.flatMap(({ id, name, args }, index) => [
    {
      index,
      id: id ?? toCallId(choice, index),
      type: "function",
      function: { name, arguments: "" },
    },
    ...toArgumentChunks(args).map((piece) => ({ index, function: { arguments: piece } })),
  ]);
}

function toTokenLogprobs(
  tokens: readonly string[],
  logprobs: readonly number[] | undefined,
): Json | undefined {
  if (logprobs === undefined) return undefined;
  const content = tokens.map((token, at) => ({
    token,
    logprob: logprobs[at] ?? 0,
    bytes: [...Buffer.from(token)],
    top_logprobs: [],
  }));
  return { content, refusal: null };
}

function finishReasonOf({ finishReason, toolCalls = [] }: OpenaiChatChoice): string {
  return finishReason ?? (toolCalls.length > 0 ? "tool_calls" : "stop");
}

function toCallId(choice: number, index: number): string {
  return `call_${String(choice)}${String(index)}Kd9yTRmC3VeZT4wXnVa`;
}
