import type { APIPromise } from "@anthropic-ai/sdk";
import {
  createIncompleteStreamError,
  ProviderError,
  toProviderError,
  type ToProviderErrorOptions,
} from "@rivulet/provider";
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
}

/**
 * Waits for the answer to a request. Leaves at once when the call is cancelled: the client waits out its pause between two
 * attempts first.
 *
 * @throws {@link ProviderError} when the call failed; the reason of the signal when it was cancelled.
 */
export async function send<Data>(
  { client, signal }: Sender,
  request: () => APIPromise<Data>,
): Promise<Sent<Data>> {
  signal.throwIfAborted();
  try {
    const { data, request_id: id } = await untilAborted(request().withResponse(), signal);
    return { data, requestId: id ?? undefined };
  } catch (error) {
    signal.throwIfAborted();
    throw toAnthropicError(client, error);
  }
}

/**
 * Reads a streamed answer to its last event, or until the call is cancelled.
 *
 * @throws {@link ProviderError} when the answer breaks off, ends too early or tells an error.
 */
export async function* readStream<Event extends { readonly type: string }>(
  { client, signal }: Sender,
  { data, requestId }: Sent<AsyncIterable<Event>>,
): AsyncGenerator<Event> {
  let isComplete = false;
  try {
    for await (const event of data) {
      isComplete ||= isLast(event);
      yield event;
    }
  } catch (error) {
    signal.throwIfAborted();
    throw toAnthropicError(client, error, requestId);
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

/** The typed error of what the client threw. */
export function toAnthropicError(client: object, error: unknown, requestId?: string): unknown {
  if (isMissingKey(error)) {
    const provider = toProviderName(client);
    return new ProviderError(
      "The client of Anthropic has no API key; set ANTHROPIC_API_KEY in the environment, or give apiKey, or a client of your own.",
      { code: "PROVIDER_AUTHENTICATION", provider, isRetryable: false, cause: error },
    );
  }
  return toProviderError(error, sourceOf(client, requestId));
}

/** Whose answer it is that is read, or could not be. */
export function sourceOf(client: object, requestId?: string): ToProviderErrorOptions {
  return { provider: toProviderName(client), secrets: secretsOf(client), requestId };
}

// The client looks for a key when it sends, and not when it is made.
function isMissingKey(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith("Could not resolve authentication");
}

const secretFields = ["apiKey", "authToken", "awsAccessKey", "awsSecretKey", "awsSessionToken"];

function secretsOf(client: object): readonly unknown[] {
  return secretFields.map((field): unknown => Reflect.get(client, field));
}

function untilAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      reject(signal.reason as Error);
    };
    signal.addEventListener("abort", leave, { once: true });
    promise.then(resolve, reject).finally(() => {
      signal.removeEventListener("abort", leave);
    });
  });
}
