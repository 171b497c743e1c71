import type { CallbackHandler, Metadata } from "@rivulet/core";

/** A request as the options of the middleware see it, whatever the framework. */
export interface TracedRequest {
  readonly method: string;
  /** Without the query string. */
  readonly path: string;
  /** The pattern of the route, such as `/users/:id`, where the framework knows it before the handler begins. */
  readonly route: string | undefined;
  /** A header by its lower-case name; several of one name joined by commas. */
  header(name: string): string | undefined;
}

/** How requests become runs. A function of these that throws makes the request fail, as a middleware that throws does. */
export interface TracingOptions {
  /** Handlers that are told the runs of the requests and all runs below them. */
  readonly callbacks?: readonly CallbackHandler[];
  /** The name of the run; by default `GET /users/:id`, with the path where the route is not known yet. */
  readonly name?: (request: TracedRequest) => string;
  /** The id of the run, such as one that a gateway gave the request; a new one where it gives none. It must be unique. */
  readonly runId?: (request: TracedRequest) => string | undefined;
  /** Tags of the run and of all runs below it. */
  readonly tags?: (request: TracedRequest) => readonly string[];
  /** Metadata of the run and of all runs below it. */
  readonly metadata?: (request: TracedRequest) => Metadata;
  /** Which requests are no run, such as health checks. */
  readonly ignore?: (request: TracedRequest) => boolean;
  /**
   * Whether the run continues the trace that the request names. Say no for requests of clients that you do not know: who names
   * a trace decides what is under what in your records. Default: yes.
   */
  readonly trustParent?: boolean | ((request: TracedRequest) => boolean);
  /** Whether a client that leaves cancels what the request started, not only the request's run. Default `false`. */
  readonly cancelWork?: boolean;
  /**
   * Which statuses are failures though nothing was thrown, such as `(status) => status >= 500`. It is asked when the response has
   * ended, so that what it throws fails the run alone. Default: none.
   */
  readonly isFailure?: (status: number) => boolean;
}
