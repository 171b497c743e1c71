import { isPlainObject, RivuletError } from "@rivulet/core";
import { classifyFailure, isRetryableFailure } from "./classify-failure.ts";
import { readClientFailure, type ClientFailure } from "./client-failure.ts";
import { copyWithoutSecrets } from "./copy-without-secrets.ts";
import { isAbortError } from "./is-abort-error.ts";
import { ProviderError, type ProviderErrorCode } from "./provider-error.ts";
import { redactSecrets } from "./redact-secrets.ts";
import { readRetryAfter } from "./read-retry-after.ts";

/** Whose error it is. */
export interface ToProviderErrorOptions {
  /** The provider's name as the GenAI conventions have it: `openai`, `anthropic`. */
  readonly provider: string;
  /** The caller's keys as the client holds them now (`client.apiKey`); what is no text is left out. */
  readonly secrets?: readonly unknown[];
  /** What the answer's headers said, for an error that does not say so itself. */
  readonly requestId?: string | undefined;
}

/** How much of what a provider says is repeated, in characters: it may be the page of a proxy. The cause has all of it. */
const maxSaidLength = 1000;

const sentences: Readonly<Record<ProviderErrorCode, readonly [what: string, advice: string]>> = {
  PROVIDER_AUTHENTICATION: ["refused the API key", "give the client a valid key"],
  PROVIDER_PERMISSION: [
    "does not allow this call",
    "ask for the right to it, or call another model",
  ],
  PROVIDER_NOT_FOUND: [
    "does not know what was asked for",
    "check the model's name and the address",
  ],
  PROVIDER_BAD_REQUEST: ["refused the request", "correct what it complains about"],
  PROVIDER_RATE_LIMIT: ["has reached the limit of this account", "wait, or raise the limit"],
  PROVIDER_OVERLOADED: ["is overloaded", "try again later"],
  PROVIDER_SERVER: ["failed to answer", "try again later"],
  PROVIDER_CONNECTION: ["could not be reached", "check the address and the network"],
  PROVIDER_TIMEOUT: ["took too long to answer", "try again, or allow more time"],
  PROVIDER_STREAM: ["gave an answer that broke off or could not be read", "try again"],
};

/**
 * Makes of what a provider's client threw the typed error of a failed call. It goes by shape: errors of every version and copy of
 * the `openai` and `@anthropic-ai/sdk` clients, of `fetch` and of the JSON of a stream, and the plain object that a provider
 * describes an error with in the middle of a stream.
 *
 * What is no failure of a provider is given back: an abort (it is the run's cancellation), a Rivulet error, and any other error,
 * this one as a copy where it told a key.
 */
export function toProviderError(error: unknown, options: ToProviderErrorOptions): unknown {
  if (!isFailure(error)) return error;
  const { provider, secrets = [], requestId } = options;
  const redact = (text: string): string => redactSecrets(text, secrets);
  const failure = readClientFailure(error, redact);
  const cause = copyWithoutSecrets(error, redact);
  const code = classifyFailure(failure) ?? (isPlainObject(error) ? "PROVIDER_STREAM" : undefined);
  if (code === undefined) return tellsSecrets(error, redact) ? cause : error;
  return new ProviderError(toSentence(code, provider, failure), {
    code,
    provider,
    status: failure.status,
    providerCode: failure.providerCode,
    isRetryable: isRetryableFailure(code, failure),
    requestId: failure.requestId ?? requestId,
    retryAfterMs: readRetryAfter(failure.header),
    cause,
  });
}

function isFailure(error: unknown): error is object {
  if (typeof error !== "object" || error === null) return false;
  return !RivuletError.isInstance(error) && !isAbortError(error);
}

function toSentence(code: ProviderErrorCode, provider: string, failure: ClientFailure): string {
  const [what, advice] = sentences[code];
  const facts = [failure.status, failure.providerCode].filter((fact) => fact !== undefined);
  const said = shorten(failure.message, maxSaidLength).replace(/[\s.]+$/u, "");
  const inBrackets = facts.length > 0 ? ` (${facts.join(", ")})` : "";
  return `${provider} ${what}${inBrackets}: "${said}"; ${advice}.`;
}

function shorten(text: string, maxLength: number): string {
  return text.length <= maxLength ? text : `${text.slice(0, maxLength)}…`;
}

function tellsSecrets(error: object, redact: (text: string) => string): boolean {
  if (!(error instanceof Error)) return false;
  const fields = Object.values(error).filter((value) => typeof value === "string");
  const text = [error.message, error.stack, ...fields].join("\n");
  return redact(text) !== text;
}
