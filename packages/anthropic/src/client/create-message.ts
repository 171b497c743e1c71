import type { Anthropic, APIPromise } from "@anthropic-ai/sdk";
import { InvalidArgumentError } from "@rivulet/core";
import type { ChatAnthropicOptions } from "../chat-anthropic-fields.ts";
import type { MessageRequest } from "../request/to-message-request.ts";
import type { AnthropicClient } from "./anthropic-client.ts";

type CallOptions = ChatAnthropicOptions & { readonly signal: AbortSignal };

/**
 * Asks for an answer as a stream.
 *
 * @throws {@link InvalidArgumentError} when the client has no beta features that the request asks for.
 */
export function streamMessage(
  client: AnthropicClient,
  request: MessageRequest,
  options: CallOptions,
): APIPromise<AsyncIterable<Anthropic.RawMessageStreamEvent>> {
  const body = { ...toBody(request), stream: true as const };
  return endpointOf(client, request).create(body, toRequestOptions(options));
}

/**
 * Asks for an answer in one piece.
 *
 * @throws {@link InvalidArgumentError} when the client has no beta features that the request asks for.
 */
export function createMessage(
  client: AnthropicClient,
  request: MessageRequest,
  options: CallOptions,
): APIPromise<Anthropic.Message> {
  return endpointOf(client, request).create(toBody(request), toRequestOptions(options));
}

function endpointOf(
  client: AnthropicClient,
  { betas }: MessageRequest,
): AnthropicClient["messages"] {
  if (betas.length === 0) return client.messages;
  if (client.beta === undefined) {
    throw new InvalidArgumentError(
      "Beta features were asked for, and the client has no `beta.messages`; give a client that has, or leave betas out.",
    );
  }
  // The same call; its answers may have blocks of more kinds, which pass through as any other.
  return client.beta.messages as unknown as AnthropicClient["messages"];
}

function toBody({ body, betas }: MessageRequest): MessageRequest["body"] {
  return betas.length === 0 ? body : Object.assign({}, body, { betas });
}

function toRequestOptions({ signal, options = {} }: CallOptions): Anthropic.RequestOptions {
  const { headers, query, timeout, maxRetries, idempotencyKey } = options;
  return {
    signal,
    ...(headers && { headers }),
    ...(query && { query }),
    ...(timeout !== undefined && { timeout }),
    ...(maxRetries !== undefined && { maxRetries }),
    ...(idempotencyKey !== undefined && { idempotencyKey }),
  };
}
