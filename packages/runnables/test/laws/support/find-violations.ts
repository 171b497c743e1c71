import type { RunEvent } from "@rivulet/core";

interface SeenRun {
  readonly first: RunEvent;
  readonly open: Set<string>;
  isEnded: boolean;
}

/** What a recording is not held to. */
export interface LawOptions {
  /** Names of runs that may outlive the run that they were started in. */
  readonly detached?: readonly string[];
}

const terminal = /_(?:end|error|cancel)$/u;

/**
 * What a whole recording, told to a handler without a filter, does against the laws of a run: one start and one terminal
 * event for each run, children within their parents, events numbered without a gap, and time that does not run backwards.
 * `[]` when it obeys.
 */
export function findViolations(
  events: readonly RunEvent[],
  { detached = [] }: LawOptions = {},
): string[] {
  const violations: string[] = [];
  const runs = new Map<string, SeenRun>();
  const lastOfRoot = new Map<string, RunEvent>();
  const complain = (event: RunEvent, what: string): void => {
    violations.push(`${event.event} of ${event.name} ${what}`);
  };

  const checkOrder = (event: RunEvent): void => {
    const root = event.parent_ids[0] ?? event.run_id;
    const last = lastOfRoot.get(root);
    const expected = last === undefined ? 0 : last.seq + 1;
    if (event.seq !== expected)
      complain(event, `has seq ${String(event.seq)} in the place of ${String(expected)}`);
    if (last !== undefined && event.time < last.time) complain(event, "runs backwards in time");
    lastOfRoot.set(root, event);
  };

  const begin = (event: RunEvent): void => {
    if (runs.has(event.run_id)) complain(event, "started twice");
    runs.set(event.run_id, { first: event, open: new Set(), isEnded: false });
    const parentId = event.parent_ids.at(-1);
    if (parentId === undefined) return;
    const parent = runs.get(parentId);
    if (parent === undefined) {
      complain(event, "started before its parent");
      return;
    }
    if (event.parent_ids.join() !== [...parent.first.parent_ids, parentId].join())
      complain(event, "has other ancestors than its parent");
    if (detached.includes(event.name)) return;
    if (parent.isEnded) complain(event, "started after its parent's end");
    parent.open.add(event.run_id);
  };

  const goOn = (event: RunEvent): void => {
    const run = runs.get(event.run_id);
    if (run === undefined) {
      complain(event, "came before its run's start");
      return;
    }
    if (run.isEnded) complain(event, "came after its run's end");
    for (const field of ["tags", "metadata", "parent_ids"] as const)
      if (event[field] !== run.first[field]) complain(event, `changed its ${field}`);
    if (event.event !== "on_custom_event" && event.name !== run.first.name)
      complain(event, "changed its name");
    if (!terminal.test(event.event)) return;
    run.isEnded = true;
    for (const id of run.open)
      complain(event, `came before the end of ${runs.get(id)?.first.name ?? id}`);
    runs.get(event.parent_ids.at(-1) ?? "")?.open.delete(event.run_id);
  };

  for (const event of events) {
    checkOrder(event);
    if (event.event.endsWith("_start")) begin(event);
    else goOn(event);
  }
  for (const { first, isEnded } of runs.values())
    if (!isEnded) complain(first, "has no terminal event");
  return violations;
}
