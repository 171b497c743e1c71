import type { BaseMessage } from "@rivulet/runnables";
import type { ChatOpenAIOptions, ChatOpenAISettings } from "./chat-openai-fields.ts";

/** One call of a chat model: what the functions that make requests are given. */
export interface ChatOpenAICall {
  readonly settings: ChatOpenAISettings;
  readonly messages: readonly BaseMessage[];
  readonly options: ChatOpenAIOptions & { readonly signal: AbortSignal };
}
