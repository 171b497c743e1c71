import { headingOf, reportColumns, toReportLines, type TableLine } from "./report-lines.ts";
import type { Report } from "./report.ts";

const leftAligned: readonly string[] = ["work", "goal"];

/** A report as a table for people. */
export function formatReport(report: Report): string {
  const { id, title, unit, rounds } = report;
  const lines = [headingOf(report), ...toReportLines(report)];
  const widths = reportColumns.map((column) =>
    Math.max(...lines.map((line) => line[column].length)),
  );
  const heading = `${id.toUpperCase()}  ${title} (${unit}; median of ${String(rounds)})`;
  return [heading, ...lines.map((line) => formatLine(line, widths)), ""].join("\n");
}

function formatLine(line: TableLine, widths: readonly number[]): string {
  const cells = reportColumns.map((column, index) => {
    const width = widths[index] ?? 0;
    return leftAligned.includes(column) ? line[column].padEnd(width) : line[column].padStart(width);
  });
  return `  ${cells.join("  ")}`.trimEnd();
}
