import {
  createExpressMiddleware,
  noteExpressError,
  type ExpressErrorMiddleware,
  type ExpressMiddleware,
} from "./express-middleware.ts";
import { createFastifyPlugin, type FastifyPlugin } from "./fastify-plugin.ts";
import { createHonoMiddleware, type HonoMiddleware } from "./hono-middleware.ts";
import { createKoaMiddleware, type KoaMiddleware } from "./koa-middleware.ts";
import type { NodeRequest, NodeResponse } from "./node-exchange.ts";
import { RequestTracer } from "./request-tracer.ts";
import { traceListener, type NodeListener } from "./trace-listener.ts";
import { createTracedRoute, type FetchHandler } from "./trace-route.ts";
import type { TracingOptions } from "./tracing-options.ts";

/** The tracing middleware, in the form that each framework takes. None of the frameworks is imported. */
export interface Tracing {
  /** Wraps a listener of `node:http`: `createServer(tracing().listener((request, response) => …))`. */
  listener<Request extends NodeRequest, Response extends NodeResponse>(
    listener: NodeListener<Request, Response>,
  ): NodeListener<Request, Response>;
  /** For Express: `app.use(trace.express)`, before the routes. */
  readonly express: ExpressMiddleware;
  /** For Express: `app.use(trace.expressErrors)`, behind the routes and before other middleware for errors. */
  readonly expressErrors: ExpressErrorMiddleware;
  /** For Fastify: `await server.register(trace.fastify)`, before the routes. */
  readonly fastify: FastifyPlugin;
  /** For Hono: `app.use(trace.hono)`, before the routes. */
  readonly hono: HonoMiddleware;
  /** For Koa: `app.use(trace.koa)`, before the routes. */
  readonly koa: KoaMiddleware;
  /** Wraps a fetch-style handler, as `traceRoute` does; `route` is its pattern. */
  route<Rest extends readonly unknown[]>(
    handler: FetchHandler<Rest>,
    route?: string,
  ): (request: Request, ...rest: Rest) => Promise<Response>;
}

/**
 * Makes each request of a service a run, in which the runs that its handlers start are children. The run begins with the
 * request and ends with the response's *body*; a client that leaves before cancels it. It continues the trace that the request
 * names (`traceparent`, `tracestate`, `baggage`), and the response names the run (`x-run-id`).
 *
 * One object serves every framework; make one for each service.
 *
 * @throws {@link InvalidArgumentError} when `callbacks` is no list of handlers.
 *
 * @example
 * const trace = tracing({ cancelWork: true });
 * app.use(trace.express);
 */
export function tracing(options: TracingOptions = {}): Tracing {
  const tracer = new RequestTracer(options);
  return {
    listener: (listener) => traceListener(tracer, listener),
    express: createExpressMiddleware(tracer),
    expressErrors: noteExpressError,
    fastify: createFastifyPlugin(tracer),
    hono: createHonoMiddleware(tracer),
    koa: createKoaMiddleware(tracer),
    route: (handler, route) => createTracedRoute(tracer, handler, route),
  };
}
