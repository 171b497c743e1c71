import type { ProviderEndpoint } from "./provider-endpoint.ts";

/** The JSON object that a client sent. */
export type RequestBody = Readonly<Record<string, unknown>>;

/** How the answer to a request came to its end. */
export interface RequestEnd {
  /** Who ended it: the client by closing the connection, or the server. */
  readonly by: "client" | "server";
  /** Whether the answer had been sent to its last byte. */
  readonly isComplete: boolean;
  /** When, in milliseconds since the epoch, with fractions. */
  readonly time: number;
}

/** A request as it came in, and how far its answer is. */
export interface ProviderRequest {
  /** What the answer's header `x-request-id` (OpenAI) or `request-id` (Anthropic) says. */
  readonly id: string;
  readonly method: string;
  /** The path without the query. */
  readonly path: string;
  /** The query with its question mark, or the empty string. */
  readonly query: string;
  readonly endpoint: ProviderEndpoint | undefined;
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body, parsed; the empty object where it is no JSON object. */
  readonly body: RequestBody;
  /** The body as it came in. */
  readonly text: string;
  /** When it had come in, in milliseconds since the epoch, with fractions. */
  readonly time: number;
  /** How many frames of the answer have been handed to the network; a body that is not streamed counts as two halves. */
  readonly framesSent: number;
  /** How the answer ended; `undefined` while the request is open. */
  readonly end: RequestEnd | undefined;
}
