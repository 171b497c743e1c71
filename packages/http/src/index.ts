// Runs over HTTP. Contains nothing of Node: it runs in browsers and workers as well.

export {
  formatTraceParent,
  parseTraceParent,
  type TraceParent,
} from "./trace-context/trace-parent.ts";

export { eventsHandler, type EventsHandler } from "./events/events-handler.ts";
export type {
  EventsConfigKey,
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
export type { AuthorizeFunction } from "./problems/check-authorized.ts";
export { RemoteRunnable, type RemoteRunnableOptions } from "./client/remote-runnable.ts";
