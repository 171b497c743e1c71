// Anthropic's models, over the official client.

export { ChatAnthropic } from "./chat-anthropic.ts";
export type {
  AnthropicParameters,
  AnthropicRequestOptions,
  ChatAnthropicCallOptions,
  ChatAnthropicFields,
  ChatAnthropicOptions,
} from "./chat-anthropic-fields.ts";
export { traceAnthropic } from "./trace-anthropic.ts";
export { ProviderError, type ProviderErrorCode, type ProviderErrorFields } from "@rivulet/provider";
export type { AnthropicClient } from "./client/anthropic-client.ts";
export type { AnthropicClientFields } from "./client/client-fields.ts";
