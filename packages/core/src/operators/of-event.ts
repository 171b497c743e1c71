import type { Observable } from "rxjs";
import { filter } from "rxjs/internal/operators/filter";
import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";
import { isEventName, type EventName } from "../events/event-name.ts";
import type { RunEvent } from "../events/run-event.ts";

/** The operator that {@link ofEvent} makes: it narrows the events that it is put behind. */
export type OfEventOperator<Name extends EventName> = <Event extends RunEvent>(
  source: Observable<Event>,
) => Observable<Extract<Event, { readonly event: Name }>>;

/**
 * Keeps the events with one of these names, and narrows their type to them.
 *
 * @throws {@link InvalidArgumentError} at the call, when a name is no event's.
 *
 * @example
 * observeRuns().pipe(ofEvent("on_tool_end")).subscribe((event) => console.log(event.data.output));
 */
export function ofEvent<Name extends EventName>(...names: readonly Name[]): OfEventOperator<Name> {
  for (const name of names) {
    if (isEventName(name)) continue;
    throw InvalidArgumentError.of(
      "ofEvent() was given",
      name,
      'names of events such as "on_tool_end"',
    );
  }
  const wanted: ReadonlySet<EventName> = new Set(names);
  return <Event extends RunEvent>(source: Observable<Event>) =>
    source.pipe(
      filter((event): event is Extract<Event, { readonly event: Name }> => wanted.has(event.event)),
    );
}
