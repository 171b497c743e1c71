import type { Finding, Report, Row, Series } from "./report.ts";

/** The columns of a table, from left to right. */
export const reportColumns = ["work", "cost", "peerCost", "ratio", "goal", "growth"] as const;

/** The texts of a line; empty where it has nothing to say. */
export type TableLine = Readonly<Record<(typeof reportColumns)[number], string>>;

/** One line of a report. */
export interface ReportLine extends TableLine {
  /** Each figure that missed its goal, with the goal; empty where none did. */
  readonly missed: string;
  /** What it comes to, with the unit, where it speaks for others; empty otherwise. */
  readonly drawback: string;
}

/** What the columns are called. */
export function headingOf(report: Report): TableLine {
  const unit = shortUnit(report.unit);
  return {
    work: "work",
    cost: unit,
    peerCost: `peer ${unit}`,
    ratio: "ratio",
    goal: "goal",
    growth: "growth",
  };
}

/** The lines of a report: its rows, its findings, its series. */
export function toReportLines(report: Report): readonly ReportLine[] {
  const tableUnit = shortUnit(report.unit);
  return [
    ...report.rows.map((row) => rowLine(row, tableUnit)),
    ...report.findings.map((finding) => findingLine(finding, tableUnit)),
    ...report.series.map(seriesLine),
  ];
}

function rowLine(row: Row, tableUnit: string): ReportLine {
  const { label, cost, peerCost, ratio, unit = tableUnit, goal = {} } = row;
  const toCell = (value: number): string => cellText(value, unit, tableUnit);
  const ratioText = ratio === undefined ? "" : withUnit(toText(ratio), "x");
  return {
    work: label,
    cost: toCell(cost),
    peerCost: peerCost === undefined ? "" : toCell(peerCost),
    ratio: ratioText,
    growth: "",
    drawback: row.isDrawback === true ? ratioText : "",
    ...judge([
      { value: ratio ?? Number.NaN, unit: "x", sign: ">=", bound: goal.ratioAtLeast },
      { value: cost, unit, sign: "<=", bound: goal.costAtMost },
    ]),
  };
}

function findingLine(finding: Finding, tableUnit: string): ReportLine {
  const { text, value, unit, atLeast, atMost } = finding;
  const cell = cellText(value, unit, tableUnit);
  return {
    work: text,
    cost: unit === "x" ? "" : cell,
    peerCost: "",
    ratio: unit === "x" ? cell : "",
    growth: "",
    drawback: finding.isDrawback === true ? withUnit(toText(value), unit) : "",
    ...judge([
      { value, unit, sign: ">=", bound: atLeast },
      { value, unit, sign: "<=", bound: atMost },
    ]),
  };
}

function seriesLine({ label, points, exponent, atMost, against }: Series): ReportLine {
  const [first] = points;
  const last = points.at(-1);
  const { goal, missed } = judge([{ value: exponent, unit: "", sign: "<=", bound: atMost }]);
  return {
    work: `${label}, ${sizeText(first?.size)} to ${sizeText(last?.size)} ${against}`,
    cost: last === undefined ? "" : toText(last.cost),
    peerCost: "",
    ratio: "",
    growth: exponent.toFixed(2),
    drawback: "",
    goal,
    missed: missed === "" ? "" : `exponent ${missed}`,
  };
}

/** A figure and what it has to be, if anything. */
interface Promised {
  readonly value: number;
  readonly unit: string;
  readonly sign: "<=" | ">=";
  readonly bound: number | undefined;
}

function judge(figures: readonly Promised[]): Pick<ReportLine, "goal" | "missed"> {
  const verdicts = figures.flatMap(({ value, unit, sign, bound }) =>
    bound === undefined
      ? []
      : {
          found: withUnit(toText(value), unit),
          goal: `${sign} ${withUnit(String(bound), unit)}`,
          isMet: sign === "<=" ? value <= bound : value >= bound,
        },
  );
  return {
    goal: verdicts.map(({ goal, isMet }) => `${goal}, ${isMet ? "met" : "MISSED"}`).join("; "),
    missed: verdicts
      .filter(({ isMet }) => !isMet)
      .map(({ found, goal }) => `${found} (${goal})`)
      .join("; "),
  };
}

// What the column says already is not said again.
function cellText(value: number, unit: string, tableUnit: string): string {
  return withUnit(toText(value), unit === tableUnit ? "" : unit);
}

function withUnit(text: string, unit: string): string {
  return unit === "" ? text : `${text} ${unit}`;
}

/** The first word: "us" of "us a chunk", "MB" of "MB, peak resident memory". */
function shortUnit(unit: string): string {
  return /^[^ ,]*/u.exec(unit)?.[0] ?? unit;
}

function sizeText(size: number | undefined): string {
  return size?.toLocaleString("en") ?? "";
}

function toText(value: number): string {
  if (value >= 100 || Number.isInteger(value)) return Math.round(value).toLocaleString("en");
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
