import { runTypes, type RunType } from "./run-type.ts";

/** The stations of a run's life: one start, any number of streams, then one of end, error and cancel. */
export const runPhases = ["start", "stream", "end", "error", "cancel"] as const;

/** A station of a run's life. */
export type RunPhase = (typeof runPhases)[number];

/** The name of an event that a run of `Type` tells at `Phase`. */
export type RunEventName<
  Type extends RunType = RunType,
  Phase extends RunPhase = RunPhase,
> = `on_${Type}_${Phase}`;

/** Every name that an event can have. */
export type EventName = RunEventName | "on_custom_event";

/** The names of the events that the runs of one type tell. */
export type PhaseNames = { readonly [Phase in RunPhase]: RunEventName<RunType, Phase> };

function namesOf(type: RunType): PhaseNames {
  return Object.fromEntries(runPhases.map((phase) => [phase, `on_${type}_${phase}`])) as PhaseNames;
}

// Looked up, not concatenated: a name is needed for each event, and equal names should be one string.
const namesByType = Object.fromEntries(runTypes.map((type) => [type, namesOf(type)])) as Readonly<
  Record<RunType, PhaseNames>
>;

/** The names of the events that a run of `type` tells: for a run, which needs them for each of its events. */
export function eventNamesOf(type: RunType): PhaseNames {
  return namesByType[type];
}

/** The name of the event that a run of `type` tells at `phase`. */
export function eventName(type: RunType, phase: RunPhase): RunEventName {
  return namesByType[type][phase];
}

/** Every event name: each type with each phase, and `on_custom_event`. */
export const eventNames: readonly EventName[] = [
  ...runTypes.flatMap((type) => runPhases.map((phase) => eventName(type, phase))),
  "on_custom_event",
];

const known: ReadonlySet<string> = new Set(eventNames);

/** Whether a value is the name of an event. */
export function isEventName(value: unknown): value is EventName {
  return typeof value === "string" && known.has(value);
}
