import type { EventFilter } from "../events/event-filter.ts";
import type { EventName } from "../events/event-name.ts";
import type { RunEvent, RunShapes, UnknownShapes } from "../events/run-event.ts";
import type { RunType } from "../events/run-type.ts";

/** The event that has `Name`, among the events with `Shapes`. */
export type EventOf<Name extends EventName, Shapes extends RunShapes = UnknownShapes> = Extract<
  RunEvent<Shapes>,
  { readonly event: Name }
>;

// A method, not a function property: so that a handler written for narrower payloads (a package of components has them)
// is a handler for the kernel, which hands over whatever the component told.
interface Listens<Event> {
  listen(event: Event): void | Promise<void>;
}

/** A function that is told events; what it returns, if a promise, counts as its work (`flush`, `awaited`). */
export type EventListener<Event> = Listens<Event>["listen"];

/** What an `around` hook may know of the run that it wraps. */
export interface RunInfo {
  readonly id: string;
  readonly name: string;
  readonly type: RunType;
  readonly parentIds: readonly string[];
  readonly tags: readonly string[];
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** Options of a handler, beside its listeners. */
export interface CallbackHandlerOptions<Shapes extends RunShapes = UnknownShapes> {
  /** Told every event that the filter lets through, after the listener for the event's own name. */
  readonly on_event?: EventListener<RunEvent<Shapes>>;
  /** Which events reach this handler; all when absent. */
  readonly filter?: EventFilter<RunEvent<Shapes>>;
  /** Whether a run waits for the promise that a listener returns. Otherwise it goes on, and `flush` waits. */
  readonly awaited?: boolean;
  /**
   * Wraps a run's body, to make something active while it runs: call `next` once, synchronously, and return its result.
   * Called each time that the body is entered: once for a function, once per resumption for a generator. A hook that
   * throws, or calls `next` late or never, is reported and does not change the run.
   */
  around?<Result>(run: RunInfo, next: () => Result): Result;
}

/**
 * An object that is told of runs, keyed by the very names that one filters on.
 *
 * Listeners are called synchronously, in the order of registration, outside of any run; each event reaches every handler
 * before the next one reaches any. A listener that throws, rejects or hangs harms neither the run nor another listener:
 * the failure goes to `onListenerError`. A handler that is registered twice is called once.
 *
 * @example
 * const handler: CallbackHandler = {
 *   on_tool_start: (event) => console.log(event.name, event.data.input),
 *   filter: { includeTags: ["public"] },
 * };
 */
export type CallbackHandler<Shapes extends RunShapes = UnknownShapes> =
  CallbackHandlerOptions<Shapes> & {
    readonly [Name in EventName]?: EventListener<EventOf<Name, Shapes>>;
  };
