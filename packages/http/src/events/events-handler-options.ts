import {
  createEventPredicate,
  describeValue,
  InvalidArgumentError,
  type CallbackHandler,
  type EventFilter,
  type EventStream,
} from "@rivulet/core";
import type { Runnable, StandardSchema, StreamEvent, StreamEventFilter } from "@rivulet/runnables";
import type { AuthorizeFunction } from "../problems/check-authorized.ts";
import { warnOfError, type HandlerErrorReporter } from "../problems/problem-of.ts";
import type { EventBackpressure } from "./event-connection.ts";

/** What a function that makes a stream is told beside the request. */
export interface EventSourceContext {
  /** The id that the run is read and cancelled by; pass it on as `runId`, and events have it as well. */
  readonly runId: string;
  /** Aborted when the run is cancelled; pass it on as `signal`. */
  readonly signal: AbortSignal;
}

/** Makes the stream of events that a request asks for. Throw an `HttpProblemError` to refuse it. */
export type EventSourceFunction = (
  request: Request,
  context: EventSourceContext,
) => EventStream<unknown, StreamEvent> | Promise<EventStream<unknown, StreamEvent>>;

/** What events are served of: a runnable, which a `POST` with its input starts, or a function of the request. */
export type EventsSource = Pick<Runnable<never>, "streamEvents" | "getName"> | EventSourceFunction;

/** How events are served. */
export interface EventsHandlerOptions {
  /** Says whether a request may be served. `false` answers 401; a response is the answer; one that throws refuses as well. */
  readonly authorize?: AuthorizeFunction;
  /** Checks the input of a `POST`; what it makes of it is what the runnable is given. */
  readonly inputSchema?: StandardSchema;
  /** Fields of `config` that a client may set. Default `tags`, `metadata` and `runName`. */
  readonly configKeys?: readonly EventsConfigKey[];
  /** Which events leave the server at all; a client's own filter narrows that. */
  readonly filter?: StreamEventFilter;
  /** Put around the sink before anything is kept or sent, such as `(sink) => redact(sink, policy)` with `redact` of `@rivulet/core/operators`. */
  readonly redact?: (sink: CallbackHandler) => CallbackHandler;
  /** What becomes of a run when its last client is lost: it goes on (`"detach"`, the default), or is cancelled. */
  readonly onDisconnect?: "detach" | "cancel";
  /** What a client that reads too slowly costs: the run waits (`"wait"`, the default), or its chunks are added up. */
  readonly backpressure?: EventBackpressure;
  /** How many events a client may lag behind before that. Default 64. */
  readonly highWaterMark?: number;
  /** How long, in milliseconds, a run waits for a client that takes nothing before it lets it go. Default 30,000. */
  readonly stallTimeoutMs?: number;
  /** How many events of a run are kept for those that connect again. Default 1,000. */
  readonly replayBufferSize?: number;
  /** How long, in milliseconds, a run that is over is kept for them. Default 60,000. */
  readonly retentionMs?: number;
  /** How many runs may be open or kept at a time. Default 1,000. */
  readonly maxRuns?: number;
  /** How long a client should wait before it connects again, in milliseconds. Default 1,000. */
  readonly retryMs?: number;
  /** How often a comment is sent where nothing else is, in milliseconds. Default 15,000. */
  readonly heartbeatMs?: number;
  /** How large the body of a request may be. Default 1,000,000. */
  readonly maxBodyBytes?: number;
  /** Told of failures that a client is told nothing of. By default `console.warn`. */
  readonly onError?: HandlerErrorReporter;
}

/** A field of a runnable's config that can be let to clients. */
export type EventsConfigKey = "tags" | "metadata" | "runName" | "configurable" | "timeout";

/** The options, complete. */
export type EventsHandlerSettings = Required<
  Omit<EventsHandlerOptions, "authorize" | "inputSchema" | "filter" | "redact" | "onError">
> &
  Pick<EventsHandlerOptions, "authorize" | "inputSchema" | "redact"> & {
    readonly isAllowed: (event: StreamEvent) => boolean;
    readonly report: HandlerErrorReporter;
  };

/**
 * Checks the options of a handler and completes them.
 *
 * @throws {@link InvalidArgumentError} when a number is out of range, or the filter is wrong.
 */
export function toEventsHandlerSettings(options: EventsHandlerOptions): EventsHandlerSettings {
  const { filter, onError = warnOfError } = options;
  const isAllowed =
    filter === undefined
      ? () => true
      : (createEventPredicate(filter as EventFilter) as (event: never) => boolean);
  return {
    onDisconnect: "detach",
    backpressure: "wait",
    configKeys: ["tags", "metadata", "runName"],
    ...options,
    highWaterMark: count(options, "highWaterMark", 64),
    stallTimeoutMs: count(options, "stallTimeoutMs", 30_000),
    replayBufferSize: count(options, "replayBufferSize", 1000),
    retentionMs: count(options, "retentionMs", 60_000),
    maxRuns: count(options, "maxRuns", 1000),
    retryMs: count(options, "retryMs", 1000),
    heartbeatMs: count(options, "heartbeatMs", 15_000),
    maxBodyBytes: count(options, "maxBodyBytes", 1_000_000),
    isAllowed: isAllowed as (event: StreamEvent) => boolean,
    report: onError,
  };
}

type NumberKey = {
  [Key in keyof EventsHandlerOptions]-?: EventsHandlerOptions[Key] extends number | undefined
    ? Key
    : never;
}[keyof EventsHandlerOptions];

const mayBeZero: ReadonlySet<NumberKey> = new Set<NumberKey>(["retentionMs", "retryMs"]);

function count(options: EventsHandlerOptions, key: NumberKey, byDefault: number): number {
  const value = options[key] ?? byDefault;
  const min = mayBeZero.has(key) ? 0 : 1;
  if (Number.isInteger(value) && value >= min) return value;
  throw new InvalidArgumentError(
    `${key} was ${describeValue(value)}; give a whole number of at least ${String(min)}.`,
  );
}
