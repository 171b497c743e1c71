import type Anthropic from "@anthropic-ai/sdk";
import type { BaseChatModelCallOptions, BaseModelFields } from "@rivulet/runnables";
import type { AnthropicClient, AnthropicClientFields } from "./anthropic-client.ts";

/** What may be said of a model, and again of one call. */
interface AnthropicParameters {
  /** Lets the model think before it answers: `{ type: "enabled", budget_tokens: 2048 }`, or another of the API's forms. */
  readonly thinking?: Anthropic.ThinkingConfigParam | undefined;
  /** The API's `output_config`: the form of the answer, how much effort it is worth. */
  readonly outputConfig?: Anthropic.OutputConfig | undefined;
  /** Asks for these beta features, by the client's `beta.messages`. */
  readonly betas?: readonly string[] | undefined;
  /** Whether messages have `usage_metadata`. Default: `true`. */
  readonly streamUsage?: boolean | undefined;
  /** Goes into the request's body as it is, over everything else: what the API has and this class does not. */
  readonly invocationKwargs?: Readonly<Record<string, unknown>> | undefined;
}

/** What a {@link ChatAnthropic} is made from, under LangChain.js's names. */
export interface ChatAnthropicFields
  extends BaseModelFields, AnthropicClientFields, AnthropicParameters {
  /** The model's name: `claude-sonnet-5-5`. */
  readonly model: string;
  /**
   * The longest answer, in tokens. Default: 4,096, beyond what thinking may use.
   */
  readonly maxTokens?: number | undefined;
  /** Between 0 and 1. Default: the API's. */
  readonly temperature?: number | undefined;
  readonly topP?: number | undefined;
  readonly topK?: number | undefined;
  /** The model stops before it would write one of these; a call's `stop` takes their place. */
  readonly stopSequences?: readonly string[] | undefined;
  /**
   * Whether `invoke` asks for the answer as a stream, too. Inside an observed run it always does. Default: where the answer may be
   * longer than 8,192 tokens, which takes too long to wait for in one piece.
   */
  readonly streaming?: boolean | undefined;
  /** A client of your own; then `apiKey`, `anthropicApiUrl`, `maxRetries` and `clientOptions` are not looked at. */
  readonly client?: AnthropicClient | undefined;
}

/** What one call may be told. */
export interface ChatAnthropicCallOptions extends BaseChatModelCallOptions, AnthropicParameters {
  /** Headers of this call's request. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}
