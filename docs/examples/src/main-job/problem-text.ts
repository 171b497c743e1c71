import { printable } from "./printable.ts";

/** What a run failed with, or was cancelled for, in one line. */
export function toProblemText(problem: unknown): string {
  if (!(problem instanceof Error)) return printable(String(problem));
  return printable(
    problem.name === "Error" ? problem.message : `${problem.name}: ${problem.message}`,
  );
}
