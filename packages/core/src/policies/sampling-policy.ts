import type { RunEvent } from "../events/run-event.ts";
import type { Usage } from "../operators/usage.ts";

/**
 * A root run that is over, to those who decide whether it is kept. Where the root itself is not heard (it is in another process,
 * or the handler was given to a run inside it), the outermost run that is.
 */
export interface RootOutcome {
  /** The root's terminal event. */
  readonly event: RunEvent;
  /** Milliseconds from the root's start, or the first event of it that was seen, to its end. */
  readonly durationMs: number;
  /** What it and the runs inside it used. */
  readonly usage: Usage;
  /** Whether a run of it ended with an error, the root or one inside it. */
  readonly hasFailed: boolean;
}

/**
 * Which root runs are kept, each with all that is inside it. A root is kept if any of these says so: the ratio, which is known
 * from the beginning, or its outcome, for which its events wait until it is over.
 */
export interface SamplingPolicy {
  /** The share of roots that are kept whatever comes of them: 0 to 1. The same id always gives the same answer. Default 0. */
  readonly ratio?: number;
  /** Keeps roots in which a run failed. */
  readonly keepErrors?: boolean;
  /** Keeps roots that took at least so many milliseconds. */
  readonly slowMs?: number;
  /** Keeps roots that used at least so many tokens. */
  readonly costlyTokens?: number;
  /** Keeps roots for which it says so. One that throws counts as `false`, and is reported. */
  readonly keep?: (outcome: RootOutcome) => boolean;
  /** How many events of one root may wait for its end. Default 1,000. */
  readonly maxHeldEvents?: number;
  /** How many roots may wait for their end at a time; past that the oldest is decided as if it had grown too large. Default 1,000. */
  readonly maxHeldRoots?: number;
  /** What becomes of a root with more events than may wait: kept whole from then on, or left out as a whole. Default `"keep"`. */
  readonly onOverflow?: "keep" | "drop";
}
