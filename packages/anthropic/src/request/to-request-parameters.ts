import type { ModelFacts } from "@rivulet/runnables";
import type { ChatAnthropicFields, ChatAnthropicOptions } from "../chat-anthropic-fields.ts";
import { withoutUndefined } from "./without-undefined.ts";

/** The part of a request's body that neither messages nor tools decide. */
export interface RequestParameters {
  readonly model: string;
  readonly max_tokens: number;
  readonly temperature?: number | undefined;
  readonly top_p?: number | undefined;
  readonly top_k?: number | undefined;
  readonly stop_sequences?: readonly string[] | undefined;
  readonly thinking?: { readonly type: string } | undefined;
  readonly output_config?: object | undefined;
  readonly [field: string]: unknown;
}

/** What a call asks for, by the model's fields and the call's own options. */
export function toRequestParameters(
  fields: ChatAnthropicFields,
  options: ChatAnthropicOptions,
): RequestParameters {
  const thinking = options.thinking ?? fields.thinking;
  const outputConfig =
    fields.outputConfig === undefined && options.outputConfig === undefined
      ? undefined
      : { ...fields.outputConfig, ...options.outputConfig };
  return {
    model: fields.model ?? defaultModel,
    max_tokens: fields.maxTokens ?? defaultAnswerTokens + thinkingTokensOf(thinking),
    ...withoutUndefined({
      temperature: fields.temperature,
      top_p: fields.topP ?? undefined,
      top_k: fields.topK,
      stop_sequences: options.stop ?? fields.stopSequences,
      thinking,
      output_config: outputConfig,
    }),
    ...fields.invocationKwargs,
    ...options.invocationKwargs,
  };
}

/** Whether the model thinks before it answers. */
export function isThinking({ thinking }: Pick<RequestParameters, "thinking">): boolean {
  return thinking !== undefined && thinking.type !== "disabled";
}

/** What a run's metadata says of a request. */
export function toRequestFacts(parameters: RequestParameters): ModelFacts {
  const effort: unknown = Reflect.get(parameters.output_config ?? {}, "effort");
  return {
    model: parameters.model,
    maxTokens: parameters.max_tokens,
    temperature: parameters.temperature,
    topP: parameters.top_p,
    topK: parameters.top_k,
    stop: parameters.stop_sequences,
    reasoningLevel: typeof effort === "string" ? effort : undefined,
  };
}

const defaultModel = "claude-sonnet-5-5";
const defaultAnswerTokens = 4_096;

// The API counts thinking as a part of the answer, and refuses an answer that could not be longer than it.
function thinkingTokensOf(thinking: object | undefined): number {
  const budget = thinking !== undefined && "budget_tokens" in thinking ? thinking.budget_tokens : 0;
  return typeof budget === "number" ? budget : 0;
}
