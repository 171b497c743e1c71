import type { MonoTypeOperatorFunction } from "rxjs";
import { filter } from "rxjs/internal/operators/filter";
import type { RunEvent } from "../events/run-event.ts";

/** Keeps the events of runs that have no parent, the custom events sent from them included. */
export function rootsOnly<Event extends RunEvent>(): MonoTypeOperatorFunction<Event> {
  return filter(({ parent_ids }) => parent_ids.length === 0);
}
