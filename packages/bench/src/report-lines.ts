import type { Finding, Goal, Report, Row, Series } from "./work.ts";

/** One line of a table, as texts; what it has nothing to say on is empty. */
export interface ReportLine {
  readonly work: string;
  readonly cost: string;
  readonly peerCost: string;
  readonly ratio: string;
  /** With its outcome, as in `>= 50 x, met`. */
  readonly goal: string;
  readonly growth: string;
}

/** The columns, from left to right. */
export const reportColumns = ["work", "cost", "peerCost", "ratio", "goal", "growth"] as const;

/** What the columns are called. */
export function headingOf({ unit }: Report): ReportLine {
  const [short = unit] = unit.split(/[ ,]/);
  return {
    work: "work",
    cost: short,
    peerCost: `peer ${short}`,
    ratio: "ratio",
    goal: "goal",
    growth: "growth",
  };
}

/** The lines of a report: its rows, its findings, its series. */
export function toReportLines(report: Report): readonly ReportLine[] {
  const short = headingOf(report).cost;
  return [
    ...report.rows.map(rowLine),
    ...report.findings.map((finding) => findingLine(finding, short)),
    ...(report.series ?? []).map(seriesLine),
  ];
}

function rowLine({ label, cost, peerCost, ratio, goal }: Row): ReportLine {
  return {
    work: label,
    cost: toText(cost),
    peerCost: peerCost === undefined ? "" : toText(peerCost),
    ratio: ratio === undefined ? "" : `${toText(ratio)} x`,
    goal: goal === undefined ? "" : rowGoal({ cost, ratio, goal }),
    growth: "",
  };
}

function rowGoal({ cost, ratio, goal }: { cost: number; ratio: number | undefined; goal: Goal }) {
  const { ratioAtLeast, costAtMost } = goal;
  return [
    ratioAtLeast === undefined ? "" : atLeast(ratio ?? Number.NaN, ratioAtLeast, " x"),
    costAtMost === undefined ? "" : atMost(cost, costAtMost, ""),
  ]
    .filter((text) => text !== "")
    .join("; ");
}

function findingLine(finding: Finding, short: string): ReportLine {
  const { text, value, unit } = finding;
  const isRatio = unit === "x";
  const suffix = unit === short ? "" : ` ${unit}`;
  return {
    work: text,
    cost: isRatio ? "" : `${toText(value)}${suffix}`,
    peerCost: "",
    ratio: isRatio ? `${toText(value)} x` : "",
    goal: findingGoal(finding, suffix),
    growth: "",
  };
}

function findingGoal({ value, atLeast: least, atMost: most }: Finding, suffix: string): string {
  if (least !== undefined) return atLeast(value, least, suffix);
  return most === undefined ? "" : atMost(value, most, suffix);
}

function seriesLine({ label, points, exponent, atMost: most, against }: Series): ReportLine {
  const [first] = points;
  const last = points.at(-1);
  const sizes = `${sizeText(first?.size)} to ${sizeText(last?.size)} ${against}`;
  return {
    work: `${label}, ${sizes}`,
    cost: last === undefined ? "" : toText(last.cost),
    peerCost: "",
    ratio: "",
    goal: most === undefined ? "" : atMost(exponent, most, ""),
    growth: exponent.toFixed(2),
  };
}

function atLeast(value: number, least: number, suffix: string): string {
  return `>= ${String(least)}${suffix}, ${value >= least ? "met" : "MISSED"}`;
}

function atMost(value: number, most: number, suffix: string): string {
  return `<= ${String(most)}${suffix}, ${value <= most ? "met" : "MISSED"}`;
}

function sizeText(size: number | undefined): string {
  return size?.toLocaleString("en") ?? "";
}

function toText(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString("en");
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
