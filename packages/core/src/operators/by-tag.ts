import type { MonoTypeOperatorFunction } from "rxjs";
import { filterEvents } from "../collector/filter-events.ts";
import type { RunEvent } from "../events/run-event.ts";

/**
 * Keeps the events that have at least one of these tags.
 *
 * @throws {@link InvalidArgumentError} at the call, when a tag is no string.
 */
export function byTag<Event extends RunEvent>(
  ...tags: readonly string[]
): MonoTypeOperatorFunction<Event> {
  return filterEvents<Event>({ includeTags: tags });
}
