import { toProviderError, type ToProviderErrorOptions } from "./to-provider-error.ts";
import { toUnreadableAnswerError } from "./to-unreadable-answer-error.ts";

/**
 * Reads an answer that came in one piece.
 *
 * @throws {@link ProviderError} when it tells an error in spite of its status, as proxies do, or is none of the API's.
 */
export function readAnswer<Data, Output>(
  data: Data,
  source: ToProviderErrorOptions,
  read: (data: Data) => Output,
): Output {
  const error = isRecordLike(data) ? data["error"] : undefined;
  if (isRecordLike(error)) throw toProviderError({ ...error }, source);
  try {
    return read(data);
  } catch (thrown) {
    throw toUnreadableAnswerError(thrown, source);
  }
}

function isRecordLike(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
