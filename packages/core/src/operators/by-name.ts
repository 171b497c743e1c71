import type { MonoTypeOperatorFunction } from "rxjs";
import { filter } from "rxjs/internal/operators/filter";
import { filterEvents } from "../collector/filter-events.ts";
import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";
import { customEventOrigin } from "../events/custom-event-origin.ts";
import type { RunEvent } from "../events/run-event.ts";

/**
 * Keeps the events of the runs with this name, or with a name that the pattern finds. A custom event is found by its own
 * name as well as by its run's.
 *
 * @throws {@link InvalidArgumentError} at the call, when it is neither.
 *
 * @example
 * observeRuns().pipe(byName(/^search_/)).subscribe((event) => console.log(event.name));
 */
export function byName<Event extends RunEvent>(
  name: string | RegExp,
): MonoTypeOperatorFunction<Event> {
  if (typeof name === "string") return filterEvents<Event>({ includeNames: [name] });
  // Also one of another realm.
  if (Object.prototype.toString.call(name) !== "[object RegExp]")
    throw InvalidArgumentError.of("byName() was given", name, "a name, or a RegExp that finds it");
  // Without the flags by which a pattern remembers where it stopped.
  const pattern = new RegExp(name.source, name.flags.replace(/[gy]/g, ""));
  return filter((event) => {
    const origin = customEventOrigin(event);
    return pattern.test(event.name) || (origin !== undefined && pattern.test(origin.name));
  });
}
