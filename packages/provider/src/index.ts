// What the packages of providers share: the checks of fields, the error of a failed call, and the tracing of a provider's official
// client.

export {
  ProviderError,
  type ProviderErrorCode,
  type ProviderErrorFields,
} from "./errors/provider-error.ts";
export { toProviderError, type ToProviderErrorOptions } from "./errors/to-provider-error.ts";
export {
  createIncompleteStreamError,
  type IncompleteStream,
} from "./errors/create-incomplete-stream-error.ts";
export { readAnswer } from "./errors/read-answer.ts";
export { readEvent } from "./errors/read-event.ts";
export { toUnreadableAnswerError } from "./errors/to-unreadable-answer-error.ts";
export { isAbortError } from "./errors/is-abort-error.ts";
export { secretsOf } from "./errors/secrets-of.ts";
export { checkFields, type FieldRule, type FieldRules } from "./fields/check-fields.ts";
export { toFields } from "./fields/to-fields.ts";
export { toBase64 } from "./util/to-base64.ts";
export { untilAborted } from "./util/until-aborted.ts";

export { traceClient } from "./tracing/trace-client.ts";
export type {
  AnsweredRequest,
  AnswerReader,
  TraceClientOptions,
  TracedClientOptions,
  TracedEndpoint,
} from "./tracing/traced-endpoint.ts";
