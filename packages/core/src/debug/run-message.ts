import type { RunInfo } from "../callbacks/callback-handler.ts";
import type { RunEvent } from "../events/run-event.ts";
import type { RunType } from "../events/run-type.ts";

/** How a run came to its end. */
export type RunOutcome = "end" | "error" | "cancel";

/**
 * What the channels of `rivulet:run` carry: one object for each run, the same in all of its messages, filled in as the run
 * goes on. What a subscriber puts on it stays there.
 */
export interface RunMessage extends RunInfo {
  /** Known from `start` on where the run has it by then, else from `asyncStart` on. */
  input?: unknown;
  /** From `asyncStart` on, of a run that ended well. */
  output?: unknown;
  /** From `error` on: what a failed run threw, or why one was cancelled. */
  error?: unknown;
  /** From `error` or `asyncStart` on. */
  outcome?: RunOutcome;
}

/** The message of a run that has just begun. */
export function toRunMessage(run: RunInfo): RunMessage {
  const { id, name, type, parentIds, tags, metadata } = run;
  return { id, name, type, parentIds, tags, metadata };
}

/** What an event says of the run that it is of. */
export function toRunInfo(event: RunEvent, type: RunType): RunInfo {
  const { run_id: id, name, parent_ids: parentIds, tags, metadata } = event;
  return { id, name, type, parentIds, tags, metadata };
}
