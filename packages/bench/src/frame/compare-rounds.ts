import type { Row } from "./report.ts";
import { median } from "./statistics.ts";

/** The medians of what a side and its peer cost, a figure for each round, and of the ratios of each round. */
export function compareRounds(
  costs: readonly number[],
  peerCosts: readonly number[] | undefined,
): Pick<Row, "cost" | "peerCost" | "ratio"> {
  const cost = median(costs);
  if (peerCosts === undefined) return { cost };
  const ratios = peerCosts.map((peerCost, round) => peerCost / (costs[round] ?? Number.NaN));
  return { cost, peerCost: median(peerCosts), ratio: median(ratios) };
}
