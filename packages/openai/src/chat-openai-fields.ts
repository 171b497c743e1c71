import type { BaseChatModelCallOptions, BaseModelFields, CallOptionsOf } from "@rivulet/runnables";
import type { OpenAI as Client } from "openai";
import type {
  ChatCompletionCreateParamsBase,
  ChatCompletionStreamOptions,
} from "openai/resources/chat/completions";
import type { ResponseCreateParamsBase } from "openai/resources/responses/responses";
import type { Reasoning } from "openai/resources/shared";
import type { OpenAIClientFields } from "./client/client-fields.ts";
import type { FieldAliases } from "./client/to-model-fields.ts";

/** What a chat model of OpenAI is made with; what is not given is the provider's default. */
export interface ChatOpenAIFields extends BaseModelFields, OpenAIClientFields, FieldAliases {
  /** `gpt-4.1-mini` by default. */
  readonly model?: string | undefined;
  readonly temperature?: number | undefined;
  readonly topP?: number | undefined;
  /** How many tokens an answer has at most, those of reasoning included; -1 is no limit. */
  readonly maxTokens?: number | undefined;
  readonly frequencyPenalty?: number | undefined;
  readonly presencePenalty?: number | undefined;
  readonly logitBias?: Readonly<Record<string, number>> | undefined;
  /** How many answers are asked for: the first is the answer, the others are in `response_metadata.other_choices` of its end. */
  readonly n?: number | undefined;
  readonly stop?: readonly string[] | undefined;
  /** Asks for the same answer to the same question, as far as the provider can. */
  readonly seed?: number | undefined;
  /** Whether the log probability of each token is in `response_metadata.logprobs`. */
  readonly logprobs?: boolean | undefined;
  readonly topLogprobs?: number | undefined;
  readonly user?: string | undefined;
  /** How hard a model thinks that reasons, and (Responses API) what summary of it is given. */
  readonly reasoning?: Reasoning | undefined;
  readonly verbosity?: "low" | "medium" | "high" | undefined;
  readonly modalities?: ChatCompletionCreateParamsBase["modalities"];
  readonly audio?: ChatCompletionCreateParamsBase["audio"];
  readonly service_tier?: ChatCompletionCreateParamsBase["service_tier"];
  readonly promptCacheKey?: string | undefined;
  readonly promptCacheRetention?: "in_memory" | "in-memory" | "24h" | null | undefined;
  /** Whether OpenAI keeps the answer. With `false` reasoning goes back and forth encrypted, as it must then. */
  readonly store?: boolean | undefined;
  /** Whether a streamed answer ends with what it used; `true` by default. A server that only speaks the format may refuse it. */
  readonly streamUsage?: boolean | undefined;
  /** Whether an `invoke` that nobody observes asks for a stream as well; `false` by default. */
  readonly streaming?: boolean | undefined;
  /** Whether tools and forms must be followed to the letter, where no call says otherwise. */
  readonly supportsStrictToolCalling?: boolean | undefined;
  /** Anything else that the request shall say, in the API's own names. */
  readonly modelKwargs?: Readonly<Record<string, unknown>> | undefined;
  /** Calls the Responses API in the place of Chat Completions. */
  readonly useResponsesApi?: boolean | undefined;
}

/** What one call may be told. Names with an underscore are the API's own. */
export interface ChatOpenAICallOptions extends BaseChatModelCallOptions {
  readonly seed?: number | undefined;
  readonly parallel_tool_calls?: boolean | undefined;
  /** Whether the arguments of tools must fit their schemas to the letter. */
  readonly strict?: boolean | undefined;
  readonly response_format?: ChatCompletionCreateParamsBase["response_format"];
  readonly prediction?: ChatCompletionCreateParamsBase["prediction"];
  readonly modalities?: ChatCompletionCreateParamsBase["modalities"];
  readonly audio?: ChatCompletionCreateParamsBase["audio"];
  readonly service_tier?: ChatCompletionCreateParamsBase["service_tier"];
  readonly stream_options?: ChatCompletionStreamOptions | undefined;
  readonly reasoning?: Reasoning | undefined;
  readonly verbosity?: "low" | "medium" | "high" | undefined;
  readonly promptCacheKey?: string | undefined;
  readonly promptCacheRetention?: "in_memory" | "in-memory" | "24h" | null | undefined;
  /** Responses API: goes on from an answer that OpenAI has kept. */
  readonly previous_response_id?: string | undefined;
  /** Responses API: what else the answer shall hold. */
  readonly include?: ResponseCreateParamsBase["include"];
  /** Responses API. */
  readonly text?: ResponseCreateParamsBase["text"];
  /** Responses API. */
  readonly truncation?: ResponseCreateParamsBase["truncation"];
  /** What the official client takes with a request: headers, a timeout, retries. */
  readonly options?: OpenAIRequestOptions | undefined;
}

/** What the official client takes with one request. */
export interface OpenAIRequestOptions {
  readonly headers?: Readonly<Record<string, string | null | undefined>> | undefined;
  readonly query?: Readonly<Record<string, unknown>> | undefined;
  readonly timeout?: number | undefined;
  readonly maxRetries?: number | undefined;
  readonly idempotencyKey?: string | undefined;
}

/** A model as the functions that make requests see it. */
export interface ChatOpenAISettings {
  readonly client: Client;
  readonly model: string;
  readonly fields: ChatOpenAIFields;
}

/** The options of one call. */
export type ChatOpenAIOptions = CallOptionsOf<ChatOpenAICallOptions>;
