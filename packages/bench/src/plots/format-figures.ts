import { headingOf, reportColumns, toReportLines, type TableLine } from "../frame/report-lines.ts";
import type { Result, Results } from "../frame/result.ts";

/** The tables of all runs in Markdown: for each work its plot, and a table for each run. */
export function formatFigures(runs: readonly Results[]): string {
  const ids = [...new Set(runs.flatMap((run) => run.map(({ id }) => id)))];
  const sections = ids.map((id) =>
    formatWork(runs.flatMap((run) => run.filter((result) => result.id === id))),
  );
  return sections.join("\n\n");
}

function formatWork(results: readonly Result[]): string {
  const [first] = results;
  if (first === undefined) return "";
  const name = first.id.toUpperCase();
  const tables = results.map((result) => `${describe(result)}\n\n${formatTable(result)}`);
  const plot = `![Plot of ${name}](performance/${first.id}.svg)`;
  return [`### ${name}: ${first.title}`, plot, ...tables].join("\n\n");
}

function describe({ environment, unit, rounds }: Result): string {
  const { node, platform, cpu, cpus, scale } = environment;
  const machine = `${platform}, ${String(cpus)} x ${cpu}`;
  const sizes = scale === "full" ? "" : ` Sizes: ${scale}, not to be quoted.`;
  return `Node ${node.slice(1)} (${machine}): ${unit}, median of ${String(rounds)}.${sizes}`;
}

function formatTable(result: Result): string {
  const heading = headingOf(result);
  const rule = reportColumns.map((column) =>
    column === "work" || column === "goal" ? "---" : "---:",
  );
  return [
    toRow(reportColumns.map((column) => heading[column])),
    toRow(rule),
    ...toReportLines(result).map((line) =>
      toRow(reportColumns.map((column) => cellOf(line, column))),
    ),
  ].join("\n");
}

function cellOf(line: TableLine, column: (typeof reportColumns)[number]): string {
  const text = line[column].replaceAll("|", "\\|");
  return text.includes("MISSED") ? `**${text}**` : text;
}

function toRow(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}
