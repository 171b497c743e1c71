import type { Metadata, RunType } from "@rivulet/core";

/** How far a run has come. */
export type RunStatus = "open" | "ended" | "failed" | "cancelled";

/** A run, as its events tell it, with the runs inside it. */
export interface RunNode {
  readonly id: string;
  readonly name: string;
  readonly type: RunType;
  readonly tags: readonly string[];
  readonly metadata: Metadata;
  /** Absent when no event told it. */
  readonly input?: unknown;
  /** What it ended with; absent unless it has. */
  readonly output?: unknown;
  /** What it failed with; absent unless it has. */
  readonly error?: unknown;
  /** What it was cancelled with; absent unless it was. */
  readonly reason?: unknown;
  readonly status: RunStatus;
  /** How many chunks it told. */
  readonly chunkCount: number;
  /** When its first event was told, in milliseconds since the epoch. */
  readonly startTime: number;
  /** Milliseconds from its first event to its end; `undefined` while it is open. */
  readonly durationMs: number | undefined;
  /** The runs inside it, in the order of their starts. */
  readonly children: readonly RunNode[];
}
