import { readAnswer, readEvent } from "@rivulet/provider";
import type { AIMessageChunk } from "@rivulet/runnables";
import type { ChatOpenAICall } from "../chat-openai-call.ts";
import { readStream, send, sourceOf, toSender } from "../client/send.ts";
import { toRequestOptions } from "../client/to-request-options.ts";
import { ChatChunkReader } from "./chat-chunk-reader.ts";
import { fromChatCompletion } from "./from-chat-completion.ts";
import { toChatParams } from "./to-chat-params.ts";

/** Streams an answer of Chat Completions. */
export async function* streamChatCompletion(call: ChatOpenAICall): AsyncGenerator<AIMessageChunk> {
  const { client } = call.settings;
  const { params, streamOptions } = toChatParams(call);
  const sender = toSender(call);
  const sent = await send(sender, () =>
    client.chat.completions.create(
      { ...params, stream: true, ...(streamOptions && { stream_options: streamOptions }) },
      toRequestOptions(call.options),
    ),
  );
  const reader = new ChatChunkReader(sent.requestId);
  const source = sourceOf(sender, sent.requestId);
  for await (const chunk of readStream(sender, sent)) {
    const said = readEvent(reader, chunk, source);
    if (said !== undefined) yield said;
  }
  yield reader.end();
}

/** Asks Chat Completions for an answer in one piece. */
export async function callChatCompletion(call: ChatOpenAICall): Promise<AIMessageChunk> {
  const { client } = call.settings;
  const sender = toSender(call);
  const { params } = toChatParams(call);
  const { data, requestId } = await send(sender, () =>
    client.chat.completions.create({ ...params, stream: false }, toRequestOptions(call.options)),
  );
  return readAnswer(data, sourceOf(sender, requestId), () => fromChatCompletion(data, requestId));
}
