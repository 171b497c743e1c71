import { toReportLines } from "../frame/report-lines.ts";
import type { Results } from "../frame/result.ts";
import { nameRun } from "./name-run.ts";

/** The goals that were missed, in Markdown: a list for each run of the benchmarks. */
export function formatMissed(runs: readonly Results[]): string {
  return runs.map(formatMissedOf).join("\n\n");
}

function formatMissedOf(run: Results): string {
  const missed = run.flatMap((result) =>
    toReportLines(result)
      .filter((line) => line.missed !== "")
      .map((line) => `- ${result.id.toUpperCase()}, ${line.work}: ${line.missed}`),
  );
  if (missed.length === 0) return `${nameRun(run)}: every goal is met.`;
  return [`${nameRun(run)}, goals missed:`, "", ...missed].join("\n");
}
