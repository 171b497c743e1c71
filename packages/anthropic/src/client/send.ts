import type { APIPromise } from "@anthropic-ai/sdk";
import {
  createIncompleteStreamError,
  ProviderError,
  secretsOf,
  toProviderError,
  type ToProviderErrorOptions,
  untilAborted,
} from "@rivulet/provider";
import type { AnthropicRequestOptions } from "../chat-anthropic-fields.ts";
import { toProviderName } from "./server-facts.ts";

/** What came back, and the id by which the provider knows the request. */
export interface Sent<Data> {
  readonly data: Data;
  readonly requestId: string | undefined;
}

/** Who is called, and what ends the call early. */
export interface Sender {
  readonly client: object;
  readonly signal: AbortSignal;
  /** What the call tells the client. */
  readonly options?: AnthropicRequestOptions | undefined;
}

/**
 * Waits for the answer to a request. Leaves at once when the call is cancelled: the client waits out its pause between two
 * attempts first.
 *
 * @throws {@link ProviderError} when the call failed; the reason of the signal when it was cancelled.
 */
export async function send<Data>(
  sender: Sender,
  request: () => APIPromise<Data>,
): Promise<Sent<Data>> {
  const { signal } = sender;
  signal.throwIfAborted();
  try {
    const { data, request_id: id } = await untilAborted(request().withResponse(), signal);
    return { data, requestId: id ?? undefined };
  } catch (error) {
    signal.throwIfAborted();
    throw toAnthropicError(sender, error);
  }
}

/**
 * Reads a streamed answer to its last event, or until the call is cancelled.
 *
 * @throws {@link ProviderError} when the answer breaks off, ends too early or tells an error.
 */
export async function* readStream<Event extends { readonly type: string }>(
  sender: Sender,
  { data, requestId }: Sent<AsyncIterable<Event>>,
): AsyncGenerator<Event> {
  const { client, signal } = sender;
  let isComplete = false;
  try {
    for await (const event of data) {
      isComplete ||= isLast(event);
      yield event;
    }
  } catch (error) {
    signal.throwIfAborted();
    throw toAnthropicError(sender, error, requestId);
  }
  // The client ends a stream that was aborted, or cut between two events, as any other.
  signal.throwIfAborted();
  if (isComplete) return;
  const provider = toProviderName(client);
  throw createIncompleteStreamError({ provider, missing: "message_stop", requestId });
}

// An event may be anything that is JSON.
function isLast(event: { readonly type: string } | null): boolean {
  return event?.type === "message_stop";
}

function toAnthropicError(sender: Sender, error: unknown, requestId?: string): unknown {
  if (isMissingKey(error)) {
    const provider = toProviderName(sender.client);
    return new ProviderError(
      "The client of Anthropic has no API key; set ANTHROPIC_API_KEY in the environment, or give apiKey, or a client of your own.",
      { code: "PROVIDER_AUTHENTICATION", provider, isRetryable: false, cause: error },
    );
  }
  return toProviderError(error, sourceOf(sender, requestId));
}

/** Whose answer it is that is read, or could not be. */
export function sourceOf({ client, options }: Sender, requestId?: string): ToProviderErrorOptions {
  const secrets = secretsOf(client, options?.headers);
  return { provider: toProviderName(client), secrets, requestId };
}

// The client looks for a key when it sends, and not when it is made.
function isMissingKey(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith("Could not resolve authentication");
}
