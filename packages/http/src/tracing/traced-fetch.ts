import type { RunManager } from "@rivulet/core";
import { traceHeaders } from "../trace-context/trace-headers.ts";

/** Makes HTTP requests as the platform's `fetch` does. */
export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** What requests of {@link tracedFetch} carry. */
export interface TracedFetchOptions {
  /** The run that makes the requests; by default the ambient one of each call. Needed where nothing is ambient (browsers). */
  readonly run?: RunManager;
  /** Which urls may learn of the trace; all by default. Name your own services where ids of runs are nobody else's business. */
  readonly shouldCarry?: (url: URL) => boolean;
}

/**
 * A `fetch` whose requests carry the trace: a service that reads it (`tracing()`) makes its run a child of the run that made the
 * request. A request that has a `traceparent` of its own is left as it is, as is each one outside of a run.
 *
 * @param fetch what makes the requests; by default the platform's, as it is when a request is made.
 *
 * @example
 * const answer = await tracedFetch()("http://search.internal/query");
 */
export function tracedFetch(fetch?: Fetch, options: TracedFetchOptions = {}): Fetch {
  const { run, shouldCarry } = options;
  return async function fetchInTrace(input, init) {
    const send = fetch ?? globalThis.fetch;
    const ours = traceHeaders(run);
    const isCarried = ours["traceparent"] !== undefined && (shouldCarry?.(urlOf(input)) ?? true);
    const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : {}));
    if (!isCarried || headers.has("traceparent")) return send(input, init);
    for (const [name, value] of Object.entries(ours))
      if (name === "baggage") headers.append(name, value);
      else headers.set(name, value);
    return send(input, { ...init, headers });
  };
}

function urlOf(input: string | URL | Request): URL {
  // Not by URL alone: in a browser it may be relative.
  return new URL(input instanceof Request ? input.url : new Request(input).url);
}
