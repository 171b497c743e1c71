import { type AIMessageChunk, concatChunks } from "@rivulet/runnables";
import type { ChatCompletion, ChatCompletionChunk } from "openai/resources/chat/completions";
import { ChatChunkReader } from "./chat-chunk-reader.ts";

/**
 * The message of an answer of Chat Completions that came in one piece. It is read as a stream of one chunk, so that it is the
 * same as a streamed one.
 *
 * @throws {@link ProviderError} when it has no choice.
 */
export function fromChatCompletion(completion: ChatCompletion, requestId?: string): AIMessageChunk {
  const reader = new ChatChunkReader(requestId);
  const said = reader.read(toOneChunk(completion));
  const end = reader.end();
  return said === undefined ? end : concatChunks([said, end]);
}

function toOneChunk(completion: ChatCompletion): ChatCompletionChunk {
  const choices = completion.choices.map(({ message, ...choice }) => {
    const { tool_calls: calls, ...rest } = message;
    const pieces = calls?.map((call, index) => ({ ...call, index }));
    return { ...choice, delta: { ...rest, ...(pieces && { tool_calls: pieces }) } };
  });
  // Wider than what is streamed: a custom tool's call, for one, which is read as what the API's types say of it.
  return { ...completion, object: "chat.completion.chunk", choices } as ChatCompletionChunk;
}
