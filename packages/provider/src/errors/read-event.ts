import type { ToProviderErrorOptions } from "./to-provider-error.ts";
import { toUnreadableAnswerError } from "./to-unreadable-answer-error.ts";

/**
 * Reads one event of a streamed answer.
 *
 * @throws {@link ProviderError} when the event is none of the API's, or the reader says so.
 */
export function readEvent<Event, Chunk>(
  reader: { read(event: Event): Chunk },
  event: Event,
  source: ToProviderErrorOptions,
): Chunk {
  try {
    return reader.read(event);
  } catch (thrown) {
    throw toUnreadableAnswerError(thrown, source);
  }
}
