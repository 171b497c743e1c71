import { printable } from "./printable.ts";

/** What a run failed with, or was cancelled for, in one line. */
export function toProblemText(problem: unknown): string {
  return printable(problem instanceof Error ? `${problem.name}: ${problem.message}` : String(problem));
}
