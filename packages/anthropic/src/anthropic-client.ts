import Anthropic, { type ClientOptions } from "@anthropic-ai/sdk";

/**
 * What a chat model needs of a client: the official one, or one that speaks to Anthropic's models elsewhere (`AnthropicBedrock`,
 * `AnthropicVertex`, one of your own).
 */
export interface AnthropicClient {
  readonly baseURL?: string | null | undefined;
  readonly messages: Pick<Anthropic["messages"], "create">;
  /** Needed where `betas` are asked for. */
  readonly beta?: { readonly messages: Pick<Anthropic["beta"]["messages"], "create"> };
}

/** What the official client is made from. */
export interface AnthropicClientFields {
  /** Default: the environment's `ANTHROPIC_API_KEY`, which the client reads. */
  readonly apiKey?: ClientOptions["apiKey"];
  /** The address of the API; `clientOptions.baseURL` under LangChain's name. */
  readonly anthropicApiUrl?: string | undefined;
  /** How often the client tries again after a failure that may pass. Default: the client's own, 2. */
  readonly maxRetries?: number | undefined;
  /** Everything else that the official client takes: `timeout` in milliseconds, `fetch`, `defaultHeaders`, `authToken`, … */
  readonly clientOptions?: ClientOptions | undefined;
}

/** The official client. What is not given is the client's own default, or comes from its environment variables. */
export function createAnthropicClient(fields: AnthropicClientFields): Anthropic {
  const { apiKey, anthropicApiUrl: baseURL, maxRetries, clientOptions } = fields;
  return new Anthropic({
    ...clientOptions,
    ...(apiKey !== undefined && { apiKey }),
    ...(baseURL !== undefined && { baseURL }),
    ...(maxRetries !== undefined && { maxRetries }),
  });
}
