import type { RunType } from "@rivulet/core";

/** A run that a leak check found. */
export interface LeakedRun {
  readonly id: string;
  readonly name: string;
  readonly type: RunType;
}

/** What a leak check found. */
export interface LeakReport {
  /** The runs that told a start, and no end. */
  readonly openRuns: readonly LeakedRun[];
  /**
   * The ended runs of which something is still reachable: an event, or what the run itself shares with its events. Empty
   * where the garbage collector cannot be called.
   */
  readonly retainedRuns: readonly LeakedRun[];
  /** How many events are still reachable. */
  readonly retainedEventCount: number;
}
