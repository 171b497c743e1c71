import type { MonoTypeOperatorFunction } from "rxjs";
import { filter } from "rxjs/internal/operators/filter";
import type { RunEvent } from "../events/run-event.ts";

/** Keeps the events of the run with this id, and of every run inside it. */
export function under<Event extends RunEvent>(runId: string): MonoTypeOperatorFunction<Event> {
  return filter(({ run_id, parent_ids }) => run_id === runId || parent_ids.includes(runId));
}
