import type { ProviderEndpoint } from "./provider-endpoint.ts";
import type { ProviderRequest } from "./provider-request.ts";
import type { ResponseFaults } from "./response-faults.ts";

/** An answer of a provider: what it streams, and the whole body that says the same. The builders make them. */
export interface ProviderResponse {
  /** What it answers; a request of another endpoint is refused. Without it, it answers any. */
  readonly endpoint?: ProviderEndpoint;
  /** The HTTP status; 200 by default. */
  readonly status?: number;
  /** Headers beside those that the server sends by itself. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The frames of the stream, each to the byte as it is sent, with the blank line at its end. */
  readonly toFrames?: (request: ProviderRequest) => readonly string[];
  /** The whole body, to the byte as it is sent where the request asks for no stream. */
  readonly toBody?: (request: ProviderRequest) => string;
  /** What goes wrong with it. */
  readonly faults?: ResponseFaults;
}

/** Makes the answer to a request when it is there. */
export type RespondFunction = (
  request: ProviderRequest,
) => ProviderResponse | Promise<ProviderResponse>;
