// OpenAI's models as components, on the official client.

export { ChatOpenAI } from "./chat-openai.ts";
export type {
  ChatOpenAICallOptions,
  ChatOpenAIFields,
  OpenAIRequestOptions,
} from "./chat-openai-fields.ts";
export { OpenAI } from "./openai.ts";
export type { OpenAICallOptions, OpenAIFields } from "./openai-llm-fields.ts";
export { OpenAIEmbeddings, type OpenAIEmbeddingsFields } from "./openai-embeddings.ts";
export { traceOpenAI } from "./trace-openai.ts";
export { ProviderError, type ProviderErrorCode, type ProviderErrorFields } from "@rivulet/provider";
export type { OpenAIClientFields } from "./client/client-fields.ts";
