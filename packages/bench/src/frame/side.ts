/** Whose program something is: this project's, another library's, or bare parts of the language. */
export type SideKind = "ours" | "peer" | "bare";

/** What the design promises of a side. */
export interface Goal {
  /** How many times cheaper than its peer it has to be. */
  readonly ratioAtLeast?: number | undefined;
  /** What it may cost, in the unit of its row. */
  readonly costAtMost?: number | undefined;
}

/** One program that does the work. */
export interface Side {
  readonly id: string;
  /** Whose program and which way of using it, as the table shows it. */
  readonly label: string;
  readonly kind: SideKind;
  /** How many units (chunks, runs) one call of `run` makes: what a cost is divided by. */
  readonly units: number;
  /** Does the work once; resolves with what came out, so that sides can be seen to have done the same. */
  readonly run: () => Promise<unknown>;
  /** Sides with the same word here must have the same outcome. */
  readonly sameOutcomeAs?: string | undefined;
  /** The id of the side that this one is compared with. */
  readonly peer?: string | undefined;
  readonly goal?: Goal | undefined;
  /** Its ratio is told among what is not faster. */
  readonly isDrawback?: boolean | undefined;
  /** Its first run is its measurement: for work of seconds, which warms itself. */
  readonly isRunOnce?: boolean | undefined;
}

/** A side that is a program at one of several sizes. */
export interface SizedSide extends Side {
  readonly size: number;
}

/** Whether a side only makes a point of its series: compared with nothing, it has no row of its own. */
export function isOnlyPoint(side: Side): boolean {
  return "size" in side && side.peer === undefined && side.goal === undefined;
}
