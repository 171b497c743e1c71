import { RivuletError } from "@rivulet/core";
import { copyWithoutSecrets } from "./copy-without-secrets.ts";
import { isAbortError } from "./is-abort-error.ts";
import { ProviderError } from "./provider-error.ts";
import { redactSecrets } from "./redact-secrets.ts";
import type { ToProviderErrorOptions } from "./to-provider-error.ts";

/**
 * The error of an answer that came with a good status and is none of the API's: the page of a proxy, JSON of another kind. `error`
 * is what reading it threw; an abort, and one of Rivulet's own, is given back.
 */
export function toUnreadableAnswerError(error: unknown, source: ToProviderErrorOptions): unknown {
  if (RivuletError.isInstance(error) || isAbortError(error)) return error;
  const { provider, requestId, secrets = [] } = source;
  return new ProviderError(
    `${provider} gave an answer that is none of its API's (see the cause); check the address of the API, or try again.`,
    {
      code: "PROVIDER_STREAM",
      provider,
      isRetryable: true,
      requestId,
      cause: copyWithoutSecrets(error, (text) => redactSecrets(text, secrets)),
    },
  );
}
