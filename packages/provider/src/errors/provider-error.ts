import { RivuletError } from "@rivulet/core";

/**
 * What went wrong with a call of a provider.
 *
 * `PROVIDER_STREAM` is an answer that broke off, ended without its last event or could not be read. `PROVIDER_OVERLOADED` is a
 * provider that has no room for anybody, `PROVIDER_RATE_LIMIT` one that has none left for this account.
 */
export type ProviderErrorCode =
  | "PROVIDER_AUTHENTICATION"
  | "PROVIDER_PERMISSION"
  | "PROVIDER_NOT_FOUND"
  | "PROVIDER_BAD_REQUEST"
  | "PROVIDER_RATE_LIMIT"
  | "PROVIDER_OVERLOADED"
  | "PROVIDER_SERVER"
  | "PROVIDER_CONNECTION"
  | "PROVIDER_TIMEOUT"
  | "PROVIDER_STREAM";

/** What a {@link ProviderError} is made of. */
export interface ProviderErrorFields {
  readonly code: ProviderErrorCode;
  /** The provider's name as the GenAI conventions have it: `openai`, `anthropic`. */
  readonly provider: string;
  /** The status of the HTTP answer; none where there was no answer, or it failed after it began. */
  readonly status?: number | undefined;
  /** The provider's own code or type of the error, such as `rate_limit_exceeded`. */
  readonly providerCode?: string | undefined;
  /** Whether the same call may succeed later. */
  readonly isRetryable: boolean;
  /** What the provider's support asks for. */
  readonly requestId?: string | undefined;
  /** Milliseconds after which the provider says to try again. */
  readonly retryAfterMs?: number | undefined;
  /** The error of the provider's client, without headers and keys. */
  readonly cause?: unknown;
}

/**
 * A call of a provider failed. It looks the same for every provider: `code` says what went wrong, `isRetryable` whether to try
 * again. `cause` is a copy of the client's error, of the same class, without headers and without the caller's key.
 *
 * @example
 * try { await model.invoke("Hi"); } catch (error) {
 *   if (ProviderError.isProviderError(error) && error.isRetryable) await later(error.retryAfterMs);
 * }
 */
export class ProviderError extends RivuletError {
  readonly code: ProviderErrorCode;
  readonly provider: string;
  readonly status: number | undefined;
  readonly providerCode: string | undefined;
  readonly isRetryable: boolean;
  readonly requestId: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(message: string, fields: ProviderErrorFields) {
    super(message, "cause" in fields ? { cause: fields.cause } : {});
    this.code = fields.code;
    this.provider = fields.provider;
    this.status = fields.status;
    this.providerCode = fields.providerCode;
    this.isRetryable = fields.isRetryable;
    this.requestId = fields.requestId;
    this.retryAfterMs = fields.retryAfterMs;
  }

  /** Whether a value is such an error, also one made by another copy of the package. */
  static isProviderError(value: unknown): value is ProviderError {
    return RivuletError.isInstance(value) && value.name === "ProviderError";
  }
}
