import type { ClientFailure } from "./client-failure.ts";
import type { ProviderErrorCode } from "./provider-error.ts";

const byStatus: Readonly<Record<number, ProviderErrorCode>> = {
  401: "PROVIDER_AUTHENTICATION",
  402: "PROVIDER_PERMISSION",
  403: "PROVIDER_PERMISSION",
  404: "PROVIDER_NOT_FOUND",
  408: "PROVIDER_TIMEOUT",
  429: "PROVIDER_RATE_LIMIT",
  503: "PROVIDER_OVERLOADED",
  504: "PROVIDER_TIMEOUT",
  529: "PROVIDER_OVERLOADED",
};

// What a provider says after its answer began with status 200.
const byProviderCode: Readonly<Record<string, ProviderErrorCode>> = {
  authentication_error: "PROVIDER_AUTHENTICATION",
  invalid_api_key: "PROVIDER_AUTHENTICATION",
  billing_error: "PROVIDER_PERMISSION",
  permission_error: "PROVIDER_PERMISSION",
  not_found_error: "PROVIDER_NOT_FOUND",
  model_not_found: "PROVIDER_NOT_FOUND",
  invalid_request_error: "PROVIDER_BAD_REQUEST",
  invalid_prompt: "PROVIDER_BAD_REQUEST",
  request_too_large: "PROVIDER_BAD_REQUEST",
  rate_limit_error: "PROVIDER_RATE_LIMIT",
  rate_limit_exceeded: "PROVIDER_RATE_LIMIT",
  insufficient_quota: "PROVIDER_RATE_LIMIT",
  overloaded_error: "PROVIDER_OVERLOADED",
  timeout_error: "PROVIDER_TIMEOUT",
  api_error: "PROVIDER_SERVER",
  server_error: "PROVIDER_SERVER",
};

const timeoutCodes = new Set(["UND_ERR_BODY_TIMEOUT", "UND_ERR_HEADERS_TIMEOUT", "ETIMEDOUT"]);
const invalidAddress = "ERR_INVALID_URL";
const brokenOffCodes = new Set([
  "ECONNRESET",
  "EPIPE",
  "ERR_STREAM_PREMATURE_CLOSE",
  "UND_ERR_SOCKET",
  "UND_ERR_RES_CONTENT_LENGTH_MISMATCH",
]);

const unstable: ReadonlySet<ProviderErrorCode> = new Set([
  "PROVIDER_RATE_LIMIT",
  "PROVIDER_OVERLOADED",
  "PROVIDER_SERVER",
  "PROVIDER_CONNECTION",
  "PROVIDER_TIMEOUT",
  "PROVIDER_STREAM",
]);

/** Says what went wrong; `undefined` where it was nothing of the provider's. */
export function classifyFailure(failure: ClientFailure): ProviderErrorCode | undefined {
  const { status, providerCode } = failure;
  if (status !== undefined && status >= 400) return classifyStatus(status);
  if (providerCode !== undefined) {
    const known = byProviderCode[providerCode];
    if (known !== undefined) return known;
  }
  return classifyConnection(failure) ?? classifyAnswer(failure);
}

/** Whether the same call may succeed later, as far as the provider does not say so itself. */
export function isRetryableFailure(code: ProviderErrorCode, failure: ClientFailure): boolean {
  const said = failure.header("x-should-retry");
  if (said === "true" || said === "false") return said === "true";
  // A quota that is used up has the status of a rate limit, and does not come back by waiting.
  if (failure.providerCode === "insufficient_quota") return false;
  if (failure.systemCodes.includes(invalidAddress)) return false;
  return failure.status === 409 || unstable.has(code);
}

function classifyStatus(status: number): ProviderErrorCode {
  return byStatus[status] ?? (status >= 500 ? "PROVIDER_SERVER" : "PROVIDER_BAD_REQUEST");
}

function classifyConnection(failure: ClientFailure): ProviderErrorCode | undefined {
  const { classNames, systemCodes, message } = failure;
  if (classNames.includes("APIConnectionTimeoutError")) return "PROVIDER_TIMEOUT";
  if (systemCodes.some((code) => timeoutCodes.has(code))) return "PROVIDER_TIMEOUT";
  if (systemCodes.includes(invalidAddress)) return "PROVIDER_CONNECTION";
  if (classNames.includes("APIConnectionError") || message === "fetch failed")
    return "PROVIDER_CONNECTION";
  return undefined;
}

function classifyAnswer(failure: ClientFailure): ProviderErrorCode | undefined {
  const { classNames, systemCodes, message } = failure;
  if (systemCodes.some((code) => brokenOffCodes.has(code))) return "PROVIDER_STREAM";
  if (/invalid header value|ByteString/iu.test(message)) return "PROVIDER_AUTHENTICATION";
  // What a client throws of itself is about an answer that it can't read; so is JSON that is none.
  const ofAnswer = ["SyntaxError", "APIError", "OpenAIError", "AnthropicError"];
  const isBroken = message === "terminated" || ofAnswer.some((name) => classNames.includes(name));
  return isBroken ? "PROVIDER_STREAM" : undefined;
}
