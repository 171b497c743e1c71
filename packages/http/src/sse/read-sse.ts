import { createParser, type EventSourceMessage } from "eventsource-parser";

/** Told what a stream of server-sent events has in it. */
export interface SseReader {
  readonly onMessage: (message: EventSourceMessage) => void | Promise<void>;
  readonly onRetry?: ((retryMs: number) => void) | undefined;
  readonly onComment?: (() => void) | undefined;
}

/** Below this many characters of one message, a stream is read. */
const maxBufferSize = 64 * 1024 * 1024;

/**
 * Reads a body to its end, or until `isDone` says that no more is wanted. Waits for what `onMessage` returns before it takes
 * more from the body.
 *
 * Rejects as the body fails, and as `onMessage` throws.
 */
export async function readSse(
  body: ReadableStream<Uint8Array>,
  { onMessage, onRetry, onComment }: SseReader,
  isDone: () => boolean = () => false,
): Promise<void> {
  let messages: EventSourceMessage[] = [];
  const parser = createParser({
    onEvent: (message) => messages.push(message),
    ...(onRetry !== undefined && { onRetry }),
    ...(onComment !== undefined && { onComment }),
    maxBufferSize,
  });
  const reader = body.getReader();
  const decoder = new TextDecoder();
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
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
