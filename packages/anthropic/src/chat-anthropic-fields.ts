import type { Anthropic } from "@anthropic-ai/sdk";
import type { BaseChatModelCallOptions, BaseModelFields, CallOptionsOf } from "@rivulet/runnables";
import type { AnthropicClientFields } from "./client/client-fields.ts";

/** What may be said of a model, and again of one call, which counts then. */
export interface AnthropicParameters {
  /** Lets the model think before it answers: `{ type: "enabled", budget_tokens: 2048 }`, or another of the API's forms. */
  readonly thinking?: Anthropic.ThinkingConfigParam | undefined;
  /** The API's `output_config`: the form of the answer, and how much effort it is worth. */
  readonly outputConfig?: Anthropic.OutputConfig | undefined;
  /** Beta features that are asked for; then the client's `beta.messages` is called. */
  readonly betas?: readonly string[] | undefined;
  /** Whether messages have `usage_metadata`; `true` by default. */
  readonly streamUsage?: boolean | undefined;
  /** Anything else that the request shall say, in the API's own names. */
  readonly invocationKwargs?: Readonly<Record<string, unknown>> | undefined;
}

/** What a {@link ChatAnthropic} is made with; what is not given is the provider's default. */
export interface ChatAnthropicFields
  extends BaseModelFields, AnthropicClientFields, AnthropicParameters {
  /** `claude-sonnet-5-5` by default. */
  readonly model?: string | undefined;
  /** The same as `model`; LangChain.js has this name as well. */
  readonly modelName?: string | undefined;
  /** How many tokens an answer has at most, thinking included; by default 4,096 beyond the budget of thinking. */
  readonly maxTokens?: number | undefined;
  readonly temperature?: number | undefined;
  readonly topP?: number | null | undefined;
  readonly topK?: number | undefined;
  /** The model stops before it would write one of these; a call's `stop` takes their place. */
  readonly stopSequences?: readonly string[] | undefined;
  /**
   * Whether an `invoke` that nobody observes asks for a stream as well. By default where `maxTokens` is above 8,192: the client refuses
   * to wait for a long answer in one piece.
   */
  readonly streaming?: boolean | undefined;
}

/** What one call may be told. */
export interface ChatAnthropicCallOptions extends BaseChatModelCallOptions, AnthropicParameters {
  /** What the official client takes with a request: headers, a timeout, retries. */
  readonly options?: AnthropicRequestOptions | undefined;
}

/** What the official client takes with one request. */
export interface AnthropicRequestOptions {
  readonly headers?: Readonly<Record<string, string | null | undefined>> | undefined;
  readonly query?: Readonly<Record<string, unknown>> | undefined;
  /** Milliseconds until the headers of the answer must have come in. */
  readonly timeout?: number | undefined;
  readonly maxRetries?: number | undefined;
  readonly idempotencyKey?: string | undefined;
}

/** The options of one call. */
export type ChatAnthropicOptions = CallOptionsOf<ChatAnthropicCallOptions>;
