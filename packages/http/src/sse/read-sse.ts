import { createParser, type EventSourceMessage } from "eventsource-parser";
import { EventsConnectionError } from "../errors/events-connection-error.ts";

/** Told what a stream of server-sent events has in it. */
export interface SseReader {
  readonly onMessage: (message: EventSourceMessage) => void | Promise<void>;
  readonly onRetry?: ((retryMs: number) => void) | undefined;
  readonly onComment?: (() => void) | undefined;
  /** Ends the reading, and closes the body, when it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

/** Below this many characters of one message, a stream is read. */
const maxBufferSize = 64 * 1024 * 1024;

/**
 * Reads a body to its end, or until `isDone` says that no more is wanted. Waits for what `onMessage` returns before it takes
 * more from the body.
 *
 * Rejects as the body fails, and as `onMessage` throws.
 *
 * @throws {@link EventsConnectionError} when a message is larger than any should be.
 */
export async function readSse(
  body: ReadableStream<Uint8Array>,
  { onMessage, onRetry, onComment, signal }: SseReader,
  isDone: () => boolean = () => false,
): Promise<void> {
  let messages: EventSourceMessage[] = [];
  let isTooLarge = false;
  const parser = createParser({
    onEvent: (message) => messages.push(message),
    onError: ({ type }) => {
      isTooLarge ||= type === "max-buffer-size-exceeded";
    },
    ...(onRetry !== undefined && { onRetry }),
    ...(onComment !== undefined && { onComment }),
    maxBufferSize,
  });
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const close = (): Promise<void> => reader.cancel().catch(() => undefined);
  signal?.addEventListener("abort", close);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      parser.feed(decoder.decode(value, { stream: true }));
      const read = messages;
      messages = [];
      for (const message of read) {
        const work = onMessage(message);
        if (work !== undefined) await work;
        if (isDone()) return;
      }
      if (isTooLarge) throw tooLarge();
    }
  } finally {
    signal?.removeEventListener("abort", close);
    await close();
  }
}

function tooLarge(): EventsConnectionError {
  return new EventsConnectionError(
    `A message of the server was larger than ${String(maxBufferSize)} characters; let it send smaller ones, or leave them out by a filter.`,
  );
}
