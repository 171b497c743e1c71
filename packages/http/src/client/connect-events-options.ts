import type { StreamEventFilter } from "@rivulet/runnables";

/** Why events are missing: the server was restarted and the run may be another one, or it has dropped what came next. */
export type ResetReason = "restart" | "overrun";

/** A request by `fetch`. */
export type FetchFunction = (url: string, init: RequestInit) => Promise<Response>;

/** What `connectEvents` takes beside the address. */
export interface ConnectEventsOptions {
  /** Which events are wanted. Its lists are asked of the server, the rest is looked at here. */
  readonly filter?: StreamEventFilter;
  /** Ends the stream, and the request, when it is aborted. */
  readonly signal?: AbortSignal;
  readonly fetch?: FetchFunction;
  /** Goes on after the event with this id, which is sent as UTF-8 whatever it is, but for control characters. */
  readonly lastEventId?: string;
  /** The input of a run to be started by `POST`. Without it the address is read by `GET`. */
  readonly input?: unknown;
  /** Tags, metadata and a name for a run that is started by `POST`. */
  readonly config?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * Told that events are missing: what was gathered so far is to be forgotten (after a `"restart"`) or has a hole (after an
   * `"overrun"`). Without it the stream fails with an `EventsResetError`.
   */
  readonly onReset?: (reason: ResetReason) => void;
  /**
   * Told once which run it is, before its first event: for a link, for a second page, or to cancel it by `DELETE`. What it
   * throws fails the stream.
   */
  readonly onRunId?: (runId: string) => void;
  /** Told of the id of each event, to go on from there another time. */
  readonly onEventId?: (id: string) => void;
  /**
   * Cancels the run on the server when the stream is left before its end. The request for that is given up after 5 seconds, so that it
   * keeps no process alive. Default false.
   */
  readonly cancelOnLeave?: boolean;
  /** How often in a row it tries to connect without receiving anything; may be `Infinity`. Default 10. */
  readonly maxRetries?: number;
  /** The longest pause between two tries, in milliseconds. Default 30,000. */
  readonly maxRetryDelayMs?: number;
  /** How many events a `for await` loop may lag behind before no more is read. Default 64. */
  readonly highWaterMark?: number;
}
