import { createParser, type EventSourceMessage, type EventSourceParser } from "eventsource-parser";
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
  told: SseReader,
  isDone: () => boolean = () => false,
): Promise<void> {
  const { onMessage, signal } = told;
  const decoder = new MessageDecoder(told);
  const reader = body.getReader();
  const close = (): Promise<void> => reader.cancel().catch(() => undefined);
  const leave = (): void => void close();
  signal?.addEventListener("abort", leave);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      for (const message of decoder.take(value)) {
        const work = onMessage(message);
        if (work !== undefined) await work;
        if (isDone()) return;
      }
      if (decoder.isTooLarge) throw messageTooLarge();
    }
  } finally {
    signal?.removeEventListener("abort", leave);
    await close();
  }
}

/** Makes messages of bytes. */
class MessageDecoder {
  readonly #text = new TextDecoder();
  readonly #parser: EventSourceParser;
  #messages: EventSourceMessage[] = [];
  #isTooLarge = false;

  constructor({ onRetry, onComment }: SseReader) {
    this.#parser = createParser({
      onEvent: (message) => this.#messages.push(message),
      onError: ({ type }) => {
        this.#isTooLarge ||= type === "max-buffer-size-exceeded";
      },
      ...(onRetry !== undefined && { onRetry }),
      ...(onComment !== undefined && { onComment }),
      maxBufferSize,
    });
  }

  /** Whether a message is larger than may be kept: no more is read then. */
  get isTooLarge(): boolean {
    return this.#isTooLarge;
  }

  /** The messages that are whole with these bytes. */
  take(bytes: Uint8Array): readonly EventSourceMessage[] {
    this.#parser.feed(this.#text.decode(bytes, { stream: true }));
    const taken = this.#messages;
    this.#messages = [];
    return taken;
  }
}

function messageTooLarge(): EventsConnectionError {
  return new EventsConnectionError(
    `A message of the server was larger than ${String(maxBufferSize)} characters; let it send smaller ones, or leave them out by a filter.`,
  );
}
