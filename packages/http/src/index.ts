// Runs over HTTP. Contains nothing of Node: it runs in browsers and workers as well.

export { ClientDisconnectedError } from "./errors/client-disconnected-error.ts";
export {
  ResponseStatusError,
  type ResponseStatusErrorOptions,
} from "./errors/response-status-error.ts";

export { tracing, type Tracing } from "./tracing/tracing.ts";
export type { TracedRequest, TracingOptions } from "./tracing/tracing-options.ts";
export { traceRoute, type FetchHandler, type TraceRouteOptions } from "./tracing/trace-route.ts";
export { tracedFetch, type Fetch, type TracedFetchOptions } from "./tracing/traced-fetch.ts";
export type {
  ExpressErrorMiddleware,
  ExpressMiddleware,
  ExpressNext,
  ExpressRequest,
} from "./tracing/express-middleware.ts";
export type {
  FastifyPlugin,
  FastifyReply,
  FastifyRequest,
  FastifyServer,
} from "./tracing/fastify-plugin.ts";
export type { HonoContext, HonoMiddleware, HonoRoute } from "./tracing/hono-middleware.ts";
export type { KoaContext, KoaMiddleware } from "./tracing/koa-middleware.ts";
export type { NodeEmitter, NodeRequest, NodeResponse } from "./tracing/node-exchange.ts";
export type { NodeListener } from "./tracing/trace-listener.ts";

export {
  formatTraceParent,
  parseTraceParent,
  type TraceParent,
} from "./trace-context/trace-parent.ts";

export { eventsHandler, type EventsHandler } from "./events/events-handler.ts";
export type {
  EventsHandlerOptions,
  EventSourceContext,
  EventSourceFunction,
  EventsSource,
} from "./events/events-handler-options.ts";
export type { EventBackpressure } from "./events/event-connection.ts";
export { HttpProblemError, type HttpProblemFields } from "./problems/http-problem-error.ts";
export type { HandlerErrorReporter } from "./problems/problem-of.ts";
export { connectEvents } from "./client/connect-events.ts";
export type {
  ConnectEventsOptions,
  FetchFunction,
  ResetReason,
} from "./client/connect-events-options.ts";
export {
  EventsConnectionError,
  type EventsConnectionErrorOptions,
} from "./errors/events-connection-error.ts";
export { EventsResetError } from "./errors/events-reset-error.ts";
export { RemoteRunError } from "./errors/remote-run-error.ts";
export { langserveHandler, type ServedRunnable } from "./langserve/langserve-handler.ts";
export type { LangServeOptions } from "./langserve/langserve-options.ts";
export type { LangServeForm } from "./langserve/encode-langserve.ts";
export type { AuthorizeFunction, RequestedAction } from "./problems/check-authorized.ts";
export type { EventsConfigKey } from "./problems/run-config.ts";
export { RemoteRunnable, type RemoteRunnableOptions } from "./client/remote-runnable.ts";
export {
  toSpanId,
  toTraceId,
  toTraceParent,
  traceHeaders,
  type TraceHeaders,
} from "./trace-context/trace-headers.ts";
