import type { RunPhase } from "../events/event-name.ts";
import type { RunEvent } from "../events/run-event.ts";
import { isRunType, type RunType } from "../events/run-type.ts";

/** The phase that an event tells; `undefined` for a custom event. */
export function phaseOf({ event }: Pick<RunEvent, "event">): RunPhase | undefined {
  return event === "on_custom_event"
    ? undefined
    : (event.slice(event.lastIndexOf("_") + 1) as RunPhase);
}

/** The type of the run that tells an event; `undefined` for a custom event. */
export function runTypeOf({ event }: Pick<RunEvent, "event">): RunType | undefined {
  const type = event.slice("on_".length, event.lastIndexOf("_"));
  return isRunType(type) ? type : undefined;
}

/** The id of the root of the runs that an event belongs to. */
export function rootIdOf({ parent_ids, run_id }: Pick<RunEvent, "parent_ids" | "run_id">): string {
  return parent_ids[0] ?? run_id;
}

/** Whether an event is the last of its run. */
export function isTerminal(event: Pick<RunEvent, "event">): boolean {
  const phase = phaseOf(event);
  return phase === "end" || phase === "error" || phase === "cancel";
}

/** The chunk of a stream event, the output of an end event: what a run gave. */
export function payloadOf(event: RunEvent): unknown {
  const { data } = event;
  if (typeof data !== "object" || data === null) return undefined;
  if ("chunk" in data) return data.chunk;
  return "output" in data ? data.output : undefined;
}
