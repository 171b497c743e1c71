/** How much work a benchmark does: `full` to be quoted, `quick` for a look, `smoke` to see that it works at all. */
export type Scale = "full" | "quick" | "smoke";

/** The costs of one round, by the id of the side: microseconds a unit, or whatever the work measures. */
export type Costs = (sideId: string) => number;

/** Whose program something is: this project's, another library's, or bare parts of the language. */
export type SideKind = "ours" | "peer" | "bare";

/** What the design promises of one side, of the ratio to its peer or of its cost. */
export interface Goal {
  readonly ratioAtLeast?: number;
  readonly costAtMost?: number;
}

/** One program that does the work: ours, a peer's, or bare parts of the language. */
export interface Side {
  readonly id: string;
  /** Whose program and which way of using it, as the table shows it. */
  readonly label: string;
  /** How many units (chunks, runs) one call of `run` makes: what a cost is divided by. */
  readonly units: number;
  /** Does the work once; resolves with what came out, so that sides can be seen to have done the same. */
  readonly run: () => Promise<unknown>;
  /** Sides with the same word here must have the same outcome. */
  readonly sameOutcomeAs?: string;
  /** The side that this one is compared to in the table: the ratio says how many times cheaper this one is. */
  readonly peer?: string;
  /** When left out: ours when it has a peer, a peer when it is one, bare otherwise. */
  readonly kind?: SideKind;
  readonly goal?: Goal;
  /** Its first run is its measurement: for work of seconds, which warms itself. */
  readonly isRunOnce?: boolean;
  /** Its place in a series. A point has a row of its own only when it has a peer or a goal. */
  readonly point?: { readonly series: string; readonly size: number };
}

/** A figure that the design promises, computed from the costs of each round; its median over the rounds is reported. */
export interface Claim {
  readonly text: string;
  readonly figure: (costs: Costs) => number;
  readonly unit: Finding["unit"];
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** One program at several sizes. */
export interface SeriesFields {
  readonly id: string;
  readonly label: string;
  readonly side: SideKind;
  /** What the sizes count, as in "chunks". */
  readonly against: string;
  /** Series of one work with the same words here are drawn together. */
  readonly panel: string;
  /** The largest growth exponent that the design allows. */
  readonly atMost?: number;
}

/** What a series cost at one size. */
export interface Point {
  readonly size: number;
  /** Median over the rounds, in the unit of the report: a unit of the work, not all of it. */
  readonly cost: number;
  /** How many units the size makes: `cost` times this is the whole. */
  readonly units: number;
}

/** What was found of one program at several sizes. */
export interface Series extends Omit<SeriesFields, "atMost"> {
  /** By size. */
  readonly points: readonly Point[];
  /** Of the whole cost against the size: median over the rounds. */
  readonly exponent: number;
  readonly atMost: number | undefined;
}

/** One line of a report. */
export interface Row {
  readonly id: string;
  readonly label: string;
  /** Median over the rounds. */
  readonly cost: number;
  /** How many times cheaper than its peer: median of the ratios of each round. */
  readonly ratio: number | undefined;
  /** What the peer costs: median over the rounds. */
  readonly peerCost?: number | undefined;
  readonly kind?: SideKind;
  readonly goal?: Goal | undefined;
}

/** A claim and what was found. */
export interface Finding {
  readonly text: string;
  readonly value: number;
  /** `x` for a ratio. */
  readonly unit: string;
  readonly atLeast: number | undefined;
  readonly atMost: number | undefined;
}

/** What a benchmark found. */
export interface Report {
  readonly id: string;
  readonly title: string;
  /** What `cost` is, as in "us a chunk". */
  readonly unit: string;
  readonly rounds: number;
  readonly rows: readonly Row[];
  readonly findings: readonly Finding[];
  readonly series?: readonly Series[];
}

/** One benchmark. */
export interface Work {
  /** As given on the command line. */
  readonly id: string;
  readonly title: string;
  /** Does it and reports. Throws when sides that should do the same did not. */
  run(scale: Scale): Promise<Report>;
}
