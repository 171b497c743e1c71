import type { CallOptionsOf } from "@rivulet/runnables";
import type { ChatAnthropicCallOptions, ChatAnthropicFields } from "../chat-anthropic-fields.ts";
import { withoutUndefined } from "./without-undefined.ts";

/** The part of a request's body that neither messages nor tools decide. */
export interface RequestParameters {
  readonly model: string;
  readonly max_tokens: number;
  readonly temperature?: number;
  readonly top_p?: number;
  readonly top_k?: number;
  readonly stop_sequences?: readonly string[];
  readonly thinking?: { readonly type: string };
  readonly output_config?: object;
  readonly [field: string]: unknown;
}

/** What a call asks for, by the model's fields and the call's own options. */
export function toRequestParameters(
  fields: ChatAnthropicFields,
  options: CallOptionsOf<ChatAnthropicCallOptions>,
): RequestParameters {
  const thinking = options.thinking ?? fields.thinking;
  const outputConfig =
    fields.outputConfig === undefined && options.outputConfig === undefined
      ? undefined
      : { ...fields.outputConfig, ...options.outputConfig };
  return {
    model: fields.model,
    max_tokens: fields.maxTokens ?? defaultAnswerTokens + thinkingTokensOf(thinking),
    ...withoutUndefined({
      temperature: fields.temperature,
      top_p: fields.topP,
      top_k: fields.topK,
      stop_sequences: options.stop ?? fields.stopSequences,
      thinking,
      output_config: outputConfig,
    }),
    ...fields.invocationKwargs,
    ...options.invocationKwargs,
  };
}

const defaultAnswerTokens = 4_096;

// The API counts thinking as a part of the answer, and refuses an answer that could not be longer than it.
function thinkingTokensOf(thinking: object | undefined): number {
  const budget = thinking !== undefined && "budget_tokens" in thinking ? thinking.budget_tokens : 0;
  return typeof budget === "number" ? budget : 0;
}
