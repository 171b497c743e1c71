import type { RedactionPolicy } from "@rivulet/core/operators";
import type { Runnable, StreamEvent, StreamEventFilter } from "@rivulet/runnables";
import type { EventFilter } from "@rivulet/core";

/** What is served, and what of it leaves the server. */
export interface RunSettings {
  readonly runnable: Pick<Runnable<string, unknown>, "streamEvents">;
  readonly policy: RedactionPolicy;
  readonly filter: EventFilter<StreamEvent> & StreamEventFilter;
  /** How long, in milliseconds, a run waits for a client that was lost before it is cancelled. */
  readonly graceMs: number;
}

/** The token that Nest gives the settings by. */
export const RUN_SETTINGS = Symbol("RUN_SETTINGS");
