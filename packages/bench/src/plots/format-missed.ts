import { toReportLines, type ReportLine } from "../report-lines.ts";
import type { Result, Results } from "../result.ts";

/** The goals that were missed, in Markdown: a list for each run of the benchmarks. */
export function formatMissed(runs: readonly Results[]): string {
  return runs.map(formatMissedOf).join("\n\n");
}

function formatMissedOf(run: Results): string {
  const missed = run.flatMap((result) =>
    toReportLines(result)
      .filter(({ goal }) => goal.includes("MISSED"))
      .map((line) => formatMiss(result, line)),
  );
  const { node = "", scale = "full" } = run[0]?.environment ?? {};
  const where = `Node ${node.slice(1)}${scale === "full" ? "" : `, sizes: ${scale}`}`;
  if (missed.length === 0) return `${where}: every goal is met.`;
  return [`${where}, goals missed:`, "", ...missed].join("\n");
}

function formatMiss({ id, unit }: Result, line: ReportLine): string {
  const { work, cost, ratio, goal, growth } = line;
  const found = [growth === "" ? "" : `exponent ${growth}`, ratio, cost === "" ? "" : `${cost}`];
  const [figure = ""] = found.filter((text) => text !== "");
  const isCost = figure === cost && /^[\d.,]+$/u.test(cost);
  return `- ${id.toUpperCase()}, ${work}: ${figure}${isCost ? ` ${unit}` : ""} (${goal})`;
}
