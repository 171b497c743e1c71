import type { Report } from "./report.ts";
import type { Scale } from "./work.ts";

/** Where and how a report was made. */
export interface Environment {
  /** As `process.version` has it. */
  readonly node: string;
  readonly platform: string;
  readonly cpu: string;
  readonly cpus: number;
  readonly scale: Scale;
}

/** A report with where it was made: one line of a file of results. */
export interface Result extends Report {
  readonly environment: Environment;
}

/** One run of the benchmarks: a result for each work. */
export type Results = readonly Result[];

const inexact: readonly string[] = ["cost", "peerCost", "ratio", "value", "exponent"];

/** A result as one JSON line; measured figures have four digits. */
export function toJsonLine(result: Result): string {
  return JSON.stringify(result, (key, value: unknown) =>
    typeof value === "number" && inexact.includes(key) ? Number(value.toPrecision(4)) : value,
  );
}

/**
 * Reads what `toJsonLine` wrote, a line each.
 *
 * @throws an Error that names the line which is no result.
 */
export function parseJsonLines(text: string): Results {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line, index) => {
      const value: unknown = JSON.parse(line);
      if (!isResult(value))
        throw new Error(`Line ${String(index + 1)} is no result; write the file with --save.`);
      return value;
    });
}

function isResult(value: unknown): value is Result {
  return typeof value === "object" && value !== null && "environment" in value && "rows" in value;
}
