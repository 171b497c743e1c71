import type { Finding } from "./report.ts";

/** The costs of one round, by the id of the side: microseconds a unit. */
export type Costs = (sideId: string) => number;

/** A finding to be: its value is the median over the rounds. */
export interface Claim extends Omit<Finding, "value"> {
  readonly figure: (costs: Costs) => number;
}
