import type { RunEvent } from "@rivulet/core";

/** The laws of a run that its events can show, each in a sentence. */
export const runLaws = {
  "one-start": "a run tells exactly one start, before anything else",
  "one-end": "a run tells exactly one of end, error and cancel, and nothing after it",
  "parent-first": "a run starts after the run around it",
  "parent-ids": "parent_ids are those of the run around it and its id, the same in all events",
  "same-context": "type, name, tags and metadata are the same in all events of a run",
  seq: "seq is numbered from 0 and strictly increases within a root run",
  time: "time never runs backwards within a root run",
} as const;

/** The name of a law of a run. */
export type RunLaw = keyof typeof runLaws;

/** A law that events break. */
export interface RunLawViolation {
  readonly law: RunLaw;
  /** What is wrong, in a sentence that names the run and the events. */
  readonly message: string;
  readonly runId: string;
  readonly runName: string;
  /** The events that show it, in the order in which they were told. */
  readonly events: readonly RunEvent[];
}
