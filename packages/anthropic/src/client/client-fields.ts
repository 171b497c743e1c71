import type { ClientOptions } from "@anthropic-ai/sdk";
import type { AnthropicClient } from "./anthropic-client.ts";

/** How a model reaches Anthropic: by a client that it makes, or by the user's own. */
export interface AnthropicClientFields {
  /**
   * The client to call: for Bedrock, Vertex or a proxy, or where several models share one. The fields below are for a client that is
   * made, and are not looked at then.
   */
  readonly client?: AnthropicClient | undefined;
  /** By default what `ANTHROPIC_API_KEY` says. A function is asked before each request. */
  readonly apiKey?: ClientOptions["apiKey"];
  /** The same as `apiKey`; LangChain.js has this name as well. */
  readonly anthropicApiKey?: ClientOptions["apiKey"];
  /** Makes the client of the options that it would be made with here. */
  readonly createClient?: ((options: ClientOptions) => AnthropicClient) | undefined;
  /** The address of the API, without `/v1`. By default what `ANTHROPIC_BASE_URL` says, else Anthropic's own. */
  readonly anthropicApiUrl?: string | undefined;
  /** How often the client tries a request again that failed for the moment; 2 by default. */
  readonly maxRetries?: number | undefined;
  /** Every other option of the official client: `timeout` in milliseconds, `fetch`, `defaultHeaders`, `logLevel`, and so on. */
  readonly clientOptions?: ClientOptions | undefined;
}
