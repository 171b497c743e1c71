import { FetchExchange } from "./fetch-exchange.ts";
import { RequestTracer } from "./request-tracer.ts";
import type { TracingOptions } from "./tracing-options.ts";

/** A handler of the fetch standard; `Rest` is what the platform gives beside the request. */
export type FetchHandler<Rest extends readonly unknown[]> = (
  request: Request,
  ...rest: Rest
) => Response | PromiseLike<Response>;

/** How the requests to one handler become runs. */
export interface TraceRouteOptions extends TracingOptions {
  /** The pattern of the route, such as `/api/chat/[id]`. */
  readonly route?: string;
}

/**
 * Makes each request to a fetch-style handler (Next, workers, Deno, Bun) a run, which ends when the response's body ends. The
 * run is the ambient one in the handler and in its streams; what it throws goes on to the platform.
 *
 * @throws {@link InvalidArgumentError} when `callbacks` is no list of handlers.
 *
 * @example
 * export const POST = traceRoute(async (request) => new Response(await answer(request)), { route: "/api/chat" });
 */
export function traceRoute<Rest extends readonly unknown[]>(
  handler: FetchHandler<Rest>,
  options: TraceRouteOptions = {},
): (request: Request, ...rest: Rest) => Promise<Response> {
  return createTracedRoute(new RequestTracer(options), handler, options.route);
}

/** {@link traceRoute} over a tracer that is there. */
export function createTracedRoute<Rest extends readonly unknown[]>(
  tracer: RequestTracer,
  handler: FetchHandler<Rest>,
  route: string | undefined,
): (request: Request, ...rest: Rest) => Promise<Response> {
  return async function tracedRoute(request, ...rest) {
    const exchange = FetchExchange.begin(tracer, request, route);
    if (exchange === undefined) return handler(request, ...rest);
    try {
      const response = await exchange.requestRun.enter(() => handler(request, ...rest));
      return exchange.respond(response);
    } catch (error) {
      exchange.failed(error);
      throw error;
    }
  };
}
