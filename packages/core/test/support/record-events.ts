import type { CallbackHandler, RunEvent } from "@rivulet/core";

/** A handler that keeps what it is told. */
export interface RecordingHandler extends CallbackHandler {
  readonly events: RunEvent[];
  readonly on_event: (event: RunEvent) => void;
}

/** A handler that keeps every event that its filter lets through, in order. */
export function recordEvents(options: Omit<CallbackHandler, "on_event"> = {}): RecordingHandler {
  const events: RunEvent[] = [];
  return {
    ...options,
    events,
    on_event: (event) => {
      events.push(event);
    },
  };
}

/** The events of the runs with a name, as `start`, `stream 1`, `end`: the phase, and the chunk where there is one. */
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
