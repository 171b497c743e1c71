import { isAnthropic, type ProviderEndpoint } from "./provider-endpoint.ts";
import type { ProviderRequest } from "./provider-request.ts";
import type { ProviderResponse } from "./provider-response.ts";
import { toSseFrame } from "./sse-frame.ts";

/** An error that a provider answers with; what is not given is as the provider documents it for the status. */
export interface ProviderErrorFields {
  readonly status: number;
  readonly message?: string;
  /** `invalid_request_error`, `overloaded_error`, and so on. */
  readonly type?: string;
  /** OpenAI only: `invalid_api_key`, `rate_limit_exceeded`, and so on. */
  readonly code?: string | null;
  /** OpenAI only: the parameter that was wrong. */
  readonly param?: string | null;
  /** Sent as `retry-after`, in seconds. */
  readonly retryAfterSeconds?: number;
  /** Sent as `retry-after-ms`, in milliseconds. */
  readonly retryAfterMs?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Documented {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
}

const openaiErrors: Readonly<Record<number, Documented>> = {
  400: {
    type: "invalid_request_error",
    message: "We could not parse the JSON body of your request.",
  },
  401: {
    type: "invalid_request_error",
    message: "Incorrect API key provided.",
    code: "invalid_api_key",
  },
  404: {
    type: "invalid_request_error",
    message: "The model does not exist or you do not have access to it.",
    code: "model_not_found",
  },
  429: {
    type: "requests",
    message: "Rate limit reached for requests.",
    code: "rate_limit_exceeded",
  },
};
const openaiServerError: Documented = {
  type: "server_error",
  message: "The server had an error while processing your request.",
};

const anthropicErrors: Readonly<Record<number, Documented>> = {
  400: { type: "invalid_request_error", message: "messages: at least one message is required" },
  401: { type: "authentication_error", message: "invalid x-api-key" },
  403: { type: "permission_error", message: "Your API key has no permission for this resource." },
  404: { type: "not_found_error", message: "model: not found" },
  413: { type: "request_too_large", message: "Request exceeds the maximum size" },
  429: { type: "rate_limit_error", message: "This request would exceed your rate limit." },
  529: { type: "overloaded_error", message: "Overloaded" },
};
const anthropicServerError: Documented = { type: "api_error", message: "Internal server error" };

/** An error as OpenAI answers with it, to any of its endpoints. */
export function openaiError(fields: ProviderErrorFields): ProviderResponse {
  const known = openaiErrors[fields.status] ?? openaiServerError;
  const error = toOpenaiError(known, fields);
  return toErrorResponse(fields, () => ({ error }));
}

/** An error as Anthropic answers with it. */
export function anthropicError(fields: ProviderErrorFields): ProviderResponse {
  const { type, message } = {
    ...(anthropicErrors[fields.status] ?? anthropicServerError),
    ...fields,
  };
  return toErrorResponse(fields, ({ id }) => ({
    type: "error",
    error: { type, message },
    request_id: id,
  }));
}

/** What goes wrong at a provider while it answers: the whole answer where the request asks for no stream. */
export function errorDuringAnswer(endpoint: ProviderEndpoint | undefined): ProviderResponse {
  return isAnthropic(endpoint) ? anthropicError({ status: 529 }) : openaiError({ status: 500 });
}

/** The frame that tells a stream's error, in the place of its frame `index`. */
export function toErrorFrame(endpoint: ProviderEndpoint | undefined, index: number): string {
  if (endpoint === "messages") {
    return toSseFrame({ type: "error", error: anthropicErrors[529] }, "error");
  }
  const error = toOpenaiError(openaiServerError, {});
  if (endpoint !== "responses") return toSseFrame({ error });
  const { message, param } = error;
  return toSseFrame(
    { type: "error", code: "server_error", message, param, sequence_number: index },
    "error",
  );
}

function toOpenaiError(
  known: Documented,
  fields: Omit<ProviderErrorFields, "status">,
): Readonly<Record<"message" | "type" | "param" | "code", string | null>> {
  const { message = known.message, type = known.type, param = null } = fields;
  return {
    message,
    type,
    param,
    code: fields.code === undefined ? (known.code ?? null) : fields.code,
  };
}

function toErrorResponse(
  fields: ProviderErrorFields,
  toJson: (request: ProviderRequest) => object,
): ProviderResponse {
  const { status, retryAfterSeconds, retryAfterMs, headers } = fields;
  return {
    status,
    headers: {
      ...(retryAfterSeconds !== undefined && { "retry-after": String(retryAfterSeconds) }),
      ...(retryAfterMs !== undefined && { "retry-after-ms": String(retryAfterMs) }),
      ...headers,
    },
    toBody: (request) => JSON.stringify(toJson(request)),
  };
}
