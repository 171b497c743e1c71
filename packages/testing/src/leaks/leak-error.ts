import { RivuletError } from "@rivulet/core";
import type { LeakedRun, LeakReport } from "./leak-report.ts";

const mostRuns = 10;

/** A leak check found runs that are still open, or something of an ended run that is still reachable; see `report`. */
export class LeakError extends RivuletError {
  readonly code = "LEAK";
  readonly report: LeakReport;

  constructor(report: LeakReport) {
    super(describeReport(report));
    this.report = report;
  }
}

function describeReport({ openRuns, retainedRuns, retainedEventCount }: LeakReport): string {
  const parts: string[] = [];
  if (openRuns.length > 0)
    parts.push(
      `${count(openRuns.length, "run")} still open: end, cancel or consume what was started.${list(openRuns)}`,
    );
  if (retainedRuns.length > 0)
    parts.push(
      `${count(retainedRuns.length, "ended run")} still reachable, with ${String(retainedEventCount)} of their events: let go of recorders, streams and listeners that keep them.${list(retainedRuns)}`,
    );
  return parts.join("\n");
}

function count(number: number, noun: string): string {
  return number === 1 ? `1 ${noun} is` : `${String(number)} ${noun}s are`;
}

function list(runs: readonly LeakedRun[]): string {
  const lines = runs.slice(0, mostRuns).map(({ id, name, type }) => `\n  ${name} (${type}) #${id}`);
  const hidden = runs.length - lines.length;
  return lines.join("") + (hidden > 0 ? `\n  … and ${String(hidden)} more` : "");
}
