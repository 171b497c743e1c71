import type { CallbackHandler, RunEvent } from "@rivulet/core";

/** A handler that keeps every event that it is told, in order. */
export interface Recorder extends CallbackHandler {
  readonly events: RunEvent[];
}

/** Records everything that happens in the runs that it is a callback of. */
export function createRecorder(options: Omit<CallbackHandler, "on_event"> = {}): Recorder {
  const events: RunEvent[] = [];
  return {
    ...options,
    events,
    on_event: (event) => {
      events.push(event);
    },
  };
}

/** The events of the runs with a name, as `start`, `stream "a"`, `end`. */
export function phasesOf(events: readonly RunEvent[], name: string): string[] {
  return events.filter((event) => event.name === name).map(phaseOf);
}

/** Every event as `name phase`, in order. */
export function outline(events: readonly RunEvent[]): string[] {
  return events.map((event) => `${event.name} ${phaseOf(event)}`);
}

function phaseOf(event: RunEvent): string {
  const phase = event.event.slice(event.event.lastIndexOf("_") + 1);
  return phase === "stream"
    ? `stream ${JSON.stringify((event.data as { chunk: unknown }).chunk)}`
    : phase;
}
