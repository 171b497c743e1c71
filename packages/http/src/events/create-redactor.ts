import { createEventPredicate, type CallbackHandler, type EventFilter } from "@rivulet/core";
import { isPromiseLike } from "@rivulet/core/runtime";
import type { StreamEvent, StreamEventFilter } from "@rivulet/runnables";
import type { HandlerErrorReporter } from "../problems/problem-of.ts";

/** What may leave the server. */
export interface EventRelease {
  /** Which events. All but its event lists is asked about an event as it is, since a redaction may change its name and tags. */
  readonly filter?: StreamEventFilter | undefined;
  /** Wraps the sink: it decides what goes on, and as what. */
  readonly redact?: ((sink: CallbackHandler) => CallbackHandler) | undefined;
  readonly report: HandlerErrorReporter;
}

/**
 * Tells a sink the events that may leave, by way of what redacts them. What that fails on is reported, and not told: better no
 * event than a secret.
 *
 * @throws {@link InvalidArgumentError} when the filter is wrong.
 */
export function createRedactor(
  { filter = {}, redact, report }: EventRelease,
  sink: (event: StreamEvent) => void,
): (event: StreamEvent) => void {
  // A chunk that a redaction holds back is decided by the end of its run: it has to hear events that are not told.
  const { includeEvents, excludeEvents, ...rest } = filter;
  const lists = {
    ...(includeEvents && { includeEvents }),
    ...(excludeEvents && { excludeEvents }),
  };
  const isHeard = createEventPredicate(rest as EventFilter) as (event: never) => boolean;
  const isTold = createEventPredicate(lists);
  const release = (event: StreamEvent): void => {
    if (isTold(event)) sink(event);
  };
  const tell = redact === undefined ? release : toTeller(redact({ on_event: release }), report);
  return (event) => {
    if (isHeard(event as never)) tell(event);
  };
}

// As the dispatcher of the kernel calls a handler.
function toTeller(
  handler: CallbackHandler,
  report: HandlerErrorReporter,
): (event: StreamEvent) => void {
  const watch = (result: unknown): void => {
    if (isPromiseLike(result)) result.then(undefined, report);
  };
  return (event) => {
    try {
      const own = handler[event.event] as ((event: StreamEvent) => unknown) | undefined;
      watch(own?.call(handler, event));
      watch(handler.on_event?.(event));
    } catch (error) {
      report(error);
    }
  };
}
