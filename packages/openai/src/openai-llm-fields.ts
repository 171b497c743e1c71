import type { BaseModelFields, CallOptionsOf, RunnableConfig } from "@rivulet/runnables";
import type { OpenAIRequestOptions } from "./chat-openai-fields.ts";
import type { OpenAIClientFields } from "./client/client-fields.ts";
import type { FieldAliases } from "./client/to-model-fields.ts";

/** What a text model of OpenAI is made with; what is not given is the provider's default. */
export interface OpenAIFields
  extends BaseModelFields, OpenAIClientFields, Omit<FieldAliases, "maxCompletionTokens"> {
  /** `gpt-3.5-turbo-instruct` by default. */
  readonly model?: string | undefined;
  readonly temperature?: number | undefined;
  readonly topP?: number | undefined;
  /** How many tokens an answer has at most; 256 by default, as the provider's 16 serve nobody; -1 is no limit. */
  readonly maxTokens?: number | undefined;
  readonly frequencyPenalty?: number | undefined;
  readonly presencePenalty?: number | undefined;
  readonly logitBias?: Readonly<Record<string, number>> | undefined;
  /** How many answers the provider makes, to give the best of. */
  readonly bestOf?: number | undefined;
  readonly stop?: readonly string[] | undefined;
  readonly seed?: number | undefined;
  readonly user?: string | undefined;
  /** Anything else that the request shall say, in the API's own names. */
  readonly modelKwargs?: Readonly<Record<string, unknown>> | undefined;
}

/** What one call of a text model may be told. */
export interface OpenAICallOptions extends RunnableConfig {
  readonly stop?: readonly string[] | undefined;
  readonly seed?: number | undefined;
  /** What follows the text that is to be written. */
  readonly suffix?: string | undefined;
  /** What the official client takes with a request: headers, a timeout, retries. */
  readonly options?: OpenAIRequestOptions | undefined;
}

/** The options of one call of a text model. */
export type OpenAIOptions = CallOptionsOf<OpenAICallOptions>;
