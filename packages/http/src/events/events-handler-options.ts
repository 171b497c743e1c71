import {
  createEventPredicate,
  type CallbackHandler,
  type EventFilter,
  type EventStream,
} from "@rivulet/core";
import type { Runnable, StandardSchema, StreamEvent, StreamEventFilter } from "@rivulet/runnables";
import type { AuthorizeFunction } from "../problems/check-authorized.ts";
import { warnOfError, type HandlerErrorReporter } from "../problems/problem-of.ts";
import { checkConfigKeys, clientConfigKeys, type EventsConfigKey } from "../problems/run-config.ts";
import { checkCount, checkWord } from "../util/check-options.ts";
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
  /**
   * Says whether a request may be served. `false` answers 401; a response is the answer; one that throws refuses as well. It is
   * told which run is meant: note with each start whose it is where not everybody who is signed in may read every run.
   */
  readonly authorize?: AuthorizeFunction;
  /** Checks the input of a `POST`; what it makes of it is what the runnable is given. */
  readonly inputSchema?: StandardSchema;
  /** Fields of `config` that a client may set. Default `tags`, `metadata` and `runName`, but for those that `filter` asks about. */
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
  /** How long, in milliseconds, a client may take nothing of what waits for it before it is let go. Default 30,000. */
  readonly stallTimeoutMs?: number;
  /** How many events of a run are kept for those that connect again. Default 1,000. */
  readonly replayBufferSize?: number;
  /**
   * How many bytes these may have on the wire, for each run; the newest event is kept in any case. A client that waits for more
   * than that counts as one that lags behind. Default 4,000,000.
   */
  readonly maxReplayBytes?: number;
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

/** The options, complete. */
export type EventsHandlerSettings = Required<
  Omit<EventsHandlerOptions, "authorize" | "inputSchema" | "filter" | "redact" | "onError">
> &
  Pick<EventsHandlerOptions, "authorize" | "inputSchema" | "filter" | "redact"> & {
    readonly report: HandlerErrorReporter;
  };

/**
 * Checks the options of a handler and completes them.
 *
 * @throws {@link InvalidArgumentError} when a number is out of range, a word is none of those that there are, or the filter is
 *   wrong.
 */
export function toEventsHandlerSettings(options: EventsHandlerOptions): EventsHandlerSettings {
  const { filter, onError = warnOfError, configKeys = clientConfigKeys(filter) } = options;
  const { onDisconnect = "detach", backpressure = "wait" } = options;
  createEventPredicate((filter ?? {}) as EventFilter);
  return {
    ...options,
    onDisconnect: checkWord("onDisconnect", onDisconnect, ["detach", "cancel"]),
    backpressure: checkWord("backpressure", backpressure, ["wait", "coalesce"]),
    configKeys: checkConfigKeys(configKeys),
    ...toLimits(options),
    report: onError,
  };
}

type Limits = {
  -readonly [
    Key in keyof EventsHandlerOptions as EventsHandlerOptions[Key] extends number | undefined
      ? Key
      : never
  ]-?: number;
};

const defaultLimits: Readonly<Limits> = {
  highWaterMark: 64,
  stallTimeoutMs: 30_000,
  replayBufferSize: 1000,
  maxReplayBytes: 4_000_000,
  retentionMs: 60_000,
  maxRuns: 1000,
  retryMs: 1000,
  heartbeatMs: 15_000,
  maxBodyBytes: 1_000_000,
};

const mayBeZero: ReadonlySet<string> = new Set<keyof Limits>(["retentionMs", "retryMs"]);

function toLimits(options: EventsHandlerOptions): Limits {
  const limits = { ...defaultLimits };
  for (const key of Object.keys(defaultLimits) as (keyof Limits)[])
    limits[key] = checkCount(key, options[key] ?? defaultLimits[key], mayBeZero.has(key) ? 0 : 1);
  return limits;
}
