import type { Finding, Report, Row } from "./work.ts";

/** A report as a table for people. */
export function formatReport(report: Report): string {
  const { id, title, unit, rounds, rows, findings } = report;
  const width = Math.max(
    ...rows.map(({ label }) => label.length),
    ...findings.map(({ text }) => text.length),
  );
  const heading = `${id.toUpperCase()}  ${title} (${unit}; median of ${String(rounds)})`;
  return [
    heading,
    ...rows.map((row) => formatRow(row, width)),
    ...findings.map((finding) => formatFinding(finding, width)),
    "",
  ].join("\n");
}

/** A report as one JSON line. */
export function toJsonLine(report: Report): string {
  return JSON.stringify(report, (_key, value: unknown) =>
    typeof value === "number" ? Number(value.toPrecision(4)) : value,
  );
}

function formatRow({ label, cost, ratio }: Row, width: number): string {
  const ratioText = ratio === undefined ? "" : `${toText(ratio)} x`;
  return `  ${label.padEnd(width)}  ${toText(cost).padStart(9)}  ${ratioText.padStart(9)}`.trimEnd();
}

function formatFinding(finding: Finding, width: number): string {
  const { text, value, unit } = finding;
  return `  ${text.padEnd(width)}  ${toText(value).padStart(9)} ${unit.padEnd(2)}  ${goalOf(finding)}`.trimEnd();
}

function goalOf({ value, atLeast, atMost }: Finding): string {
  if (atLeast !== undefined)
    return `(goal: at least ${String(atLeast)}${value < atLeast ? ", missed" : ""})`;
  if (atMost !== undefined)
    return `(goal: at most ${String(atMost)}${value > atMost ? ", missed" : ""})`;
  return "";
}

function toText(value: number): string {
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
