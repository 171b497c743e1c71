import { toReportLines } from "../frame/report-lines.ts";
import type { Results } from "../frame/result.ts";
import { nameRun } from "./name-run.ts";

/** What the benchmarks found that speaks for others, in Markdown: a list for each run. */
export function formatDrawbacks(runs: readonly Results[]): string {
  return runs.map((run) => [`${nameRun(run)}:`, "", ...linesOf(run)].join("\n")).join("\n\n");
}

function linesOf(run: Results): readonly string[] {
  return run.flatMap((result) =>
    toReportLines(result)
      .filter(({ drawback }) => drawback !== "")
      .map(({ work, drawback }) => `- ${result.id.toUpperCase()}, ${work}: ${drawback}`),
  );
}
