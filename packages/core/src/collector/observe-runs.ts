import type { Observable } from "rxjs";
import type { CallbackHandler } from "../callbacks/callback-handler.ts";
import { addProcessHandler } from "../callbacks/process-listeners.ts";
import { compileFilter, type EventFilter } from "../events/event-filter.ts";
import type { RunEvent } from "../events/run-event.ts";
import { GuardedObservable } from "./guarded-observable.ts";

/**
 * The events of every run in the process, from the subscription on; of runs that are open already, those that start inside
 * them from then on. Hot, without a buffer, never ends and never errors; a subscriber that throws is reported.
 *
 * @throws {@link InvalidArgumentError} at the call, when the filter is wrong.
 *
 * @example
 * const subscription = observeRuns({ includeTypes: ["tool"] }).subscribe((event) => console.log(event.name));
 */
export function observeRuns(filter?: EventFilter): Observable<RunEvent> {
  if (filter !== undefined) compileFilter(filter);
  return new GuardedObservable((subscriber) => {
    const handler: CallbackHandler = {
      ...(filter !== undefined && { filter }),
      on_event: (event) => {
        subscriber.next(event);
      },
    };
    return addProcessHandler(handler);
  });
}
