import type { ClientOptions, OpenAI as Client } from "openai";

/** How a component reaches OpenAI: by a client that it makes, or by the user's own. */
export interface OpenAIClientFields {
  /**
   * The official client to call, for Azure or a proxy, or where several components share one. The fields below are for a
   * client that is made, and are not looked at then.
   */
  readonly client?: Client | undefined;
  /** By default what `OPENAI_API_KEY` says. A function is asked before each request. */
  readonly apiKey?: ClientOptions["apiKey"];
  readonly organization?: string | undefined;
  /** Milliseconds until the headers of an answer must have come in; 10 minutes by default. */
  readonly timeout?: number | undefined;
  /** How often the client tries a request again that failed for the moment; 2 by default. */
  readonly maxRetries?: number | undefined;
  /** Every other option of the official client: `baseURL`, `fetch`, `defaultHeaders`, `logLevel`, and so on. */
  readonly configuration?: ClientOptions | undefined;
}
