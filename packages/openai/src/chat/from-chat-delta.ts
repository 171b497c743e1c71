import { AIMessageChunk, type ToolCallChunk } from "@rivulet/runnables";
import type { ChatCompletionChunk } from "openai/resources/chat/completions";
import { compact } from "../util/compact.ts";
import { toArgsText } from "../util/to-args-text.ts";

/** What a delta may hold beyond the API's types: audio, and the reasoning of servers that speak the format. */
export type ChatDelta = ChatCompletionChunk.Choice.Delta & {
  readonly audio?: unknown;
  readonly annotations?: readonly unknown[] | null | undefined;
  readonly reasoning_content?: string | null | undefined;
};

/** A piece of one choice, as it is streamed or as the whole message. */
export interface ChatChoice {
  /** Missing where Azure tells late what its filter has found. */
  readonly delta?: ChatDelta | null | undefined;
  readonly logprobs?: ChatCompletionChunk.Choice["logprobs"] | undefined;
}

/** What a piece of a choice says as a message chunk; nothing when it says nothing. */
export function fromChatDelta(choice: ChatChoice, id: string): AIMessageChunk | undefined {
  const { delta } = choice;
  if (delta == null) return undefined;
  const content = delta.content ?? "";
  const pieces = toPieces(delta.tool_calls);
  const kwargs = isPlain(delta) ? undefined : toKwargs(delta);
  const facts = toLogprobs(choice);
  if (content === "" && (pieces ?? kwargs ?? facts) === undefined) return undefined;
  return new AIMessageChunk({
    content,
    id,
    tool_call_chunks: pieces,
    additional_kwargs: kwargs,
    response_metadata: facts,
  });
}

function toPieces(calls: readonly ToolCallDelta[] | null | undefined): ToolCallChunk[] | undefined {
  return calls != null && calls.length > 0 ? calls.map(toPiece) : undefined;
}

type ToolCallDelta = ChatCompletionChunk.Choice.Delta.ToolCall;

function toPiece({ index, id, function: called }: ToolCallDelta): ToolCallChunk {
  return {
    type: "tool_call_chunk",
    index,
    ...compact({ id, name: called?.name, args: toArgsText(called?.arguments) }),
  };
}

// The way of nearly every chunk.
function isPlain(delta: ChatDelta): boolean {
  return (
    !delta.refusal &&
    !delta.reasoning_content &&
    delta.audio == null &&
    delta.annotations == null &&
    delta.function_call == null
  );
}

function toKwargs(delta: ChatDelta): Record<string, unknown> | undefined {
  const { refusal, audio, annotations, reasoning_content: reasoning, function_call: call } = delta;
  const kwargs = compact({
    refusal: refusal || undefined,
    reasoning_content: reasoning || undefined,
    audio: audio ?? undefined,
    annotations: annotations?.length === 0 ? undefined : (annotations ?? undefined),
    function_call: call ?? undefined,
  });
  return Object.keys(kwargs).length === 0 ? undefined : kwargs;
}

function toLogprobs({ logprobs }: ChatChoice): { readonly logprobs: object } | undefined {
  if (logprobs == null) return undefined;
  const { content, refusal } = logprobs;
  const hasTokens = (content?.length ?? 0) > 0 || (refusal?.length ?? 0) > 0;
  return hasTokens ? { logprobs } : undefined;
}
