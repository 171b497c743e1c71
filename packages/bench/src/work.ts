/** How much work a benchmark does: `full` to be quoted, `quick` for a look, `smoke` to see that it works at all. */
export type Scale = "full" | "quick" | "smoke";

/** The costs of one round, by the id of the side: microseconds a unit, or whatever the work measures. */
export type Costs = (sideId: string) => number;

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
}

/** A figure that the design promises, computed from the costs of each round; its median over the rounds is reported. */
export interface Claim {
  readonly text: string;
  readonly figure: (costs: Costs) => number;
  readonly unit: "x" | "us" | "MB";
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** One line of a report. */
export interface Row {
  readonly id: string;
  readonly label: string;
  /** Median over the rounds. */
  readonly cost: number;
  /** How many times cheaper than its peer: median of the ratios of each round. */
  readonly ratio: number | undefined;
}

/** A claim and what was found. */
export interface Finding {
  readonly text: string;
  readonly value: number;
  readonly unit: Claim["unit"];
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
}

/** One benchmark. */
export interface Work {
  /** As given on the command line. */
  readonly id: string;
  readonly title: string;
  /** Does it and reports. Throws when sides that should do the same did not. */
  run(scale: Scale): Promise<Report>;
}
