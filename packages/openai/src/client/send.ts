import {
  secretsOf,
  toProviderError,
  toUnreadableAnswerError,
  type ToProviderErrorOptions,
  untilAborted,
} from "@rivulet/provider";
import type { APIPromise, OpenAI as Client } from "openai";
import type { ChatOpenAICall } from "../chat-openai-call.ts";
import type { OpenAIRequestOptions } from "../chat-openai-fields.ts";

/** What came back, and the id by which the provider knows the request. */
export interface Sent<Data> {
  readonly data: Data;
  readonly requestId: string | undefined;
}

/** Who is called, and what ends the call early. */
export interface Sender {
  readonly client: Client;
  readonly signal: AbortSignal;
  /** What the call tells the client. */
  readonly options?: OpenAIRequestOptions | undefined;
}

/** Who makes a call of a chat model. */
export function toSender({ settings, options }: ChatOpenAICall): Sender {
  return { client: settings.client, signal: options.signal, options: options.options };
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
  let requestId: string | undefined;
  let isAnswered = false;
  try {
    const answer = request();
    // Known before the body has come in, which may fail.
    const noted = answer.asResponse().then(({ headers }) => {
      requestId = headers.get("x-request-id") ?? undefined;
      isAnswered = true;
    });
    const [data] = await untilAborted(Promise.all([answer, noted]), signal);
    return { data, requestId };
  } catch (error) {
    signal.throwIfAborted();
    const made = toOpenAIError(sender, error, requestId);
    // The client reads embeddings itself, whatever they are.
    throw isAnswered ? toUnreadableAnswerError(made, sourceOf(sender, requestId)) : made;
  }
}

/**
 * Reads a streamed answer to its end, or until the call is cancelled.
 *
 * @throws {@link ProviderError} when the answer breaks off or tells an error.
 */
export async function* readStream<Item>(
  sender: Sender,
  { data, requestId }: Sent<AsyncIterable<Item>>,
): AsyncGenerator<Item> {
  const { signal } = sender;
  try {
    yield* data;
  } catch (error) {
    signal.throwIfAborted();
    throw toOpenAIError(sender, error, requestId);
  }
  // The client ends a stream that was aborted as any other.
  signal.throwIfAborted();
}

function toOpenAIError(sender: Sender, error: unknown, requestId?: string): unknown {
  return toProviderError(error, sourceOf(sender, requestId));
}

/** Whose answer it is that is read, or could not be. */
export function sourceOf({ client, options }: Sender, requestId?: string): ToProviderErrorOptions {
  return { provider: "openai", secrets: secretsOf(client, options?.headers), requestId };
}
