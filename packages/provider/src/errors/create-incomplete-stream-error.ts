import { ProviderError } from "./provider-error.ts";

/** What is known of a stream that ended too early. */
export interface IncompleteStream {
  readonly provider: string;
  /** The event or field that a complete stream ends with: `finish_reason`, `response.completed`, `message_stop`. */
  readonly missing: string;
  readonly requestId?: string | undefined;
}

/**
 * The error of a stream that ended without its final event. The official clients end such a stream as any other; a model throws
 * this, so that half an answer is not taken for a whole one.
 */
export function createIncompleteStreamError(stream: IncompleteStream): ProviderError {
  const { provider, missing, requestId } = stream;
  return new ProviderError(
    `${provider} ended its answer without ${missing}, so a part of it is missing; try again.`,
    { code: "PROVIDER_STREAM", provider, isRetryable: true, requestId },
  );
}
