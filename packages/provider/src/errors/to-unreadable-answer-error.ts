import { InvalidArgumentError, RivuletError } from "@rivulet/core";
import { copyWithoutSecrets } from "./copy-without-secrets.ts";
import { isAbortError } from "./is-abort-error.ts";
import { ProviderError } from "./provider-error.ts";
import { redactSecrets } from "./redact-secrets.ts";
import type { ToProviderErrorOptions } from "./to-provider-error.ts";

/**
 * The error of an answer that came with a good status and is none of the API's: the page of a proxy, JSON of another kind. `error`
 * is what reading it threw; an abort, and one of Rivulet's own, is given back, without keys.
 */
export function toUnreadableAnswerError(error: unknown, source: ToProviderErrorOptions): unknown {
  const { provider, requestId, secrets = [] } = source;
  const redact = (text: string): string => redactSecrets(text, secrets);
  // A reader does not know the keys.
  if (ProviderError.isProviderError(error)) return withoutSecrets(error, redact);
  if (isOurs(error) || isAbortError(error)) return error;
  return new ProviderError(
    `${provider} gave an answer that is none of its API's (see the cause); check the address of the API, or try again.`,
    {
      code: "PROVIDER_STREAM",
      provider,
      isRetryable: true,
      requestId,
      cause: copyWithoutSecrets(error, redact),
    },
  );
}

function withoutSecrets(error: ProviderError, redact: (text: string) => string): ProviderError {
  const { message, code, provider, status, isRetryable, requestId, retryAfterMs } = error;
  const redacted = redact(message);
  if (redacted === message) return error;
  const providerCode = error.providerCode && redact(error.providerCode);
  const cause = copyWithoutSecrets(error.cause, redact);
  const facts = { code, provider, status, providerCode, isRetryable, requestId, retryAfterMs };
  return new ProviderError(redacted, { ...facts, cause });
}

// What a message refuses to be made of is here the provider's mistake, and no argument of the caller's.
function isOurs(error: unknown): boolean {
  return RivuletError.isInstance(error) && !(error instanceof InvalidArgumentError);
}
