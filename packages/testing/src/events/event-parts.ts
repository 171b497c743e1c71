import {
  eventName,
  runPhases,
  runTypes,
  type RunEvent,
  type RunPhase,
  type RunType,
} from "@rivulet/core";

/** What the name of an event says. */
export interface EventParts {
  readonly type: RunType;
  readonly phase: RunPhase;
}

const partsByName: ReadonlyMap<string, EventParts> = new Map(
  runTypes.flatMap((type) =>
    runPhases.map((phase) => [eventName(type, phase), { type, phase }] as const),
  ),
);

/** The run type and the phase of an event; `undefined` for a custom event, whose name says neither. */
export function partsOf(event: RunEvent): EventParts | undefined {
  return partsByName.get(event.event);
}

/** Whether a phase is one of the three that end a run. */
export function isTerminal(phase: RunPhase | undefined): boolean {
  return phase === "end" || phase === "error" || phase === "cancel";
}
