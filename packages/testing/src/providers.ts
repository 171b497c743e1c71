// A server that stands in for the providers of models, for tests over real HTTP. Apart from the main entry: it needs Node.

export {
  startProviderServer,
  type ProviderServer,
  type ProviderServerOptions,
} from "./provider-server/provider-server.ts";
export { ProviderServerError } from "./provider-server/provider-server-error.ts";
export type { ProviderEndpoint } from "./provider-server/provider-endpoint.ts";
export type {
  ProviderRequest,
  RequestBody,
  RequestEnd,
} from "./provider-server/provider-request.ts";
export type { ProviderResponse, RespondFunction } from "./provider-server/provider-response.ts";
export type { ResponseFaults, ResponsePlace } from "./provider-server/response-faults.ts";
export type { ProviderToolCall } from "./provider-server/provider-tool-call.ts";
export type { ProviderUsage } from "./provider-server/provider-usage.ts";

export {
  anthropicError,
  openaiError,
  type ProviderErrorFields,
} from "./provider-server/provider-error.ts";
export { openaiChat, type OpenaiChatFields } from "./provider-server/openai/openai-chat.ts";
export type { OpenaiChatChoice } from "./provider-server/openai/openai-chat-choice.ts";
export {
  openaiCompletion,
  type OpenaiCompletionChoice,
  type OpenaiCompletionFields,
} from "./provider-server/openai/openai-completion.ts";
export {
  openaiEmbeddings,
  type OpenaiEmbeddingsFields,
} from "./provider-server/openai/openai-embeddings.ts";
export {
  openaiResponse,
  type OpenaiResponseFields,
} from "./provider-server/openai/openai-response.ts";
export type { OpenaiResponseItem } from "./provider-server/openai/openai-response-item.ts";
export {
  anthropicMessage,
  type AnthropicMessageFields,
} from "./provider-server/anthropic/anthropic-message.ts";
export type { AnthropicContent } from "./provider-server/anthropic/anthropic-content.ts";
export { readRecording } from "./provider-server/read-recording.ts";
