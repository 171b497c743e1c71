import type { RunManager } from "@rivulet/core";
import { traceHeaders, type TraceHeaders } from "../trace-context/trace-headers.ts";

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
    const trace = traceHeaders(run);
    const isCarried = shouldCarry === undefined || shouldCarry(urlOf(input));
    if (trace["traceparent"] === undefined || !isCarried) return send(input, init);
    const headers = new Headers(init?.headers ?? headersOf(input));
    if (headers.has("traceparent")) return send(input, init);
    addTrace(headers, trace);
    return send(input, { ...init, headers });
  };
}

function headersOf(input: string | URL | Request): Headers | undefined {
  return input instanceof Request ? input.headers : undefined;
}

function addTrace(headers: Headers, trace: TraceHeaders): void {
  for (const [name, value] of Object.entries(trace))
    if (name === "baggage") headers.append(name, value);
    else headers.set(name, value);
}

function urlOf(input: string | URL | Request): URL {
  // Not by URL alone: in a browser it may be relative.
  return new URL(input instanceof Request ? input.url : new Request(input).url);
}
