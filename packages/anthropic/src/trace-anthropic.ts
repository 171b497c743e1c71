import type { Anthropic } from "@anthropic-ai/sdk";
import {
  createIncompleteStreamError,
  traceClient,
  type AnsweredRequest,
  type AnswerReader,
  type TracedClientOptions,
  type TracedEndpoint,
} from "@rivulet/provider";
import type { AIMessageChunk } from "@rivulet/runnables";
import { toProviderName } from "./client/server-facts.ts";
import { keepsBlocks } from "./request/keeps-blocks.ts";
import { toRequestFacts } from "./request/to-request-parameters.ts";
import { MessageReader } from "./response/message-reader.ts";
import { toAIMessageChunk } from "./response/to-ai-message-chunk.ts";

const messages: TracedEndpoint<
  Anthropic.MessageCreateParams,
  Anthropic.Message,
  Anthropic.RawMessageStreamEvent,
  AIMessageChunk
> = {
  type: "chat_model",
  name: "messages.create",
  toInput: (body) => ({
    messages: [[...body.messages]],
    ...(body.system !== undefined && { system: body.system }),
  }),
  toFacts: (body) => toRequestFacts({ ...body }),
  toOutput: (message, { body }) =>
    toAIMessageChunk(message, { keepsBlocks: keepsBlocks(body), countsUsage: true }),
  createReader: createAnswerReader,
};

/**
 * A view of an official client, also of one for Bedrock or Vertex, whose messages are runs of type `chat_model`, by whatever method
 * or helper they are asked for, named `messages.create`. Use it as the client; see {@link traceClient} for what is told when.
 *
 * @example
 * const client = traceAnthropic(new Anthropic());
 * const stream = client.messages.stream({ model, max_tokens: 1024, messages });
 */
export function traceAnthropic<Client extends Anthropic>(
  client: Client,
  options: TracedClientOptions = {},
): Client {
  const endpoints = { "/v1/messages": messages };
  return traceClient(client, { ...options, provider: toProviderName(client), endpoints });
}

function createAnswerReader({
  body,
  requestId,
}: AnsweredRequest<Anthropic.MessageCreateParams>): AnswerReader<
  Anthropic.RawMessageStreamEvent,
  AIMessageChunk
> {
  const reader = new MessageReader({ keepsBlocks: keepsBlocks(body), countsUsage: true });
  return {
    read: (event) => reader.read(event),
    end: () => {
      if (reader.isComplete) return undefined;
      const missing = "message_stop";
      throw createIncompleteStreamError({ provider: "anthropic", missing, requestId });
    },
  };
}
