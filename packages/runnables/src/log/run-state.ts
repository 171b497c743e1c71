import type { Metadata, RunType } from "@rivulet/core";

/** What is known so far of a run inside the run that is logged. */
export interface LogEntry {
  readonly id: string;
  readonly name: string;
  readonly type: RunType;
  readonly tags: readonly string[];
  readonly metadata: Metadata;
  /** As ISO 8601 has it, in UTC. */
  readonly start_time: string;
  /** Its chunks, in order. */
  readonly streamed_output: readonly unknown[];
  /** The text of its chunks, where it is a model. */
  readonly streamed_output_str: readonly string[];
  /** `null` up to its end. */
  readonly final_output: unknown;
  /** As `start_time`; `null` up to its end, also when that is a failure. */
  readonly end_time: string | null;
  /** What it failed with, or the reason when it was cancelled. */
  readonly error?: unknown;
}

/** What is known so far of a run that is logged. */
export interface RunState {
  readonly id: string;
  readonly name: string;
  readonly type: RunType;
  /** The chunks of its output, in order. */
  readonly streamed_output: readonly unknown[];
  /** `null` up to its end. */
  readonly final_output: unknown;
  /** The runs inside, by their names; the second and third of a name are `name:2` and `name:3`, in the order of their starts. */
  readonly logs: Readonly<Record<string, LogEntry>>;
  /** What it failed with, or the reason when it was cancelled. */
  readonly error?: unknown;
}
