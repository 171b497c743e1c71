import { setTimeout as delay } from "node:timers/promises";

/** Waits a moment before each token and each look-up, as a model over a network does. Rejects when the run is aborted. */
export type Pace = (signal: AbortSignal | undefined) => Promise<void>;

/** A pace of so many milliseconds. */
export function paceOf(milliseconds: number): Pace {
  return (signal) => delay(milliseconds, undefined, { ...(signal !== undefined && { signal }) });
}
