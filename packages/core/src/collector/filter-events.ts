import type { MonoTypeOperatorFunction } from "rxjs";
import { filter as filterValues } from "rxjs/internal/operators/filter";
import { reportListenerError } from "../callbacks/report-listener-error.ts";
import { createEventPredicate, type EventFilter } from "../events/event-filter.ts";
import type { RunEvent } from "../events/run-event.ts";

/**
 * The RxJS operator that keeps the events which a filter wants: the same ones that a listener with this filter is told.
 *
 * @throws {@link InvalidArgumentError} at the call, when the filter is wrong.
 */
export function filterEvents<Event extends RunEvent>(
  filter: EventFilter<Event>,
): MonoTypeOperatorFunction<Event> {
  const isWanted = createEventPredicate(filter);
  return filterValues((event) => {
    try {
      return isWanted(event);
    } catch (error) {
      reportListenerError(error, { handler: undefined, event }, filter);
      return false;
    }
  });
}
