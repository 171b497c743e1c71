import type { RunEvent } from "@rivulet/core";
import { findRunLawViolations } from "@rivulet/testing";

/** What a recording is not held to. */
export interface LawOptions {
  /** Names of runs that may outlive the run that they were started in. */
  readonly detached?: readonly string[];
}

const terminal = /_(?:end|error|cancel)$/u;

/**
 * What a whole recording, told to a handler without a filter, does against the laws of a run, and beyond them: that events
 * are numbered without a gap, and that runs end within the run that they were started in. `[]` when it obeys.
 */
export function findViolations(
  events: readonly RunEvent[],
  options: LawOptions = {},
): readonly string[] {
  return [
    ...findRunLawViolations(events).map(({ message }) => message),
    ...findGaps(events),
    ...findOutlivers(events, options),
  ];
}

function findGaps(events: readonly RunEvent[]): string[] {
  const nextOfRoot = new Map<string, number>();
  return events.flatMap(({ event, name, run_id, parent_ids, seq }) => {
    const root = parent_ids[0] ?? run_id;
    const expected = nextOfRoot.get(root) ?? 0;
    nextOfRoot.set(root, seq + 1);
    if (seq === expected) return [];
    return [`${event} of ${name} has seq ${String(seq)} in the place of ${String(expected)}.`];
  });
}

function findOutlivers(
  events: readonly RunEvent[],
  { detached = [] }: LawOptions,
): readonly string[] {
  const violations: string[] = [];
  const open = new Map<string, RunEvent>();
  const complain = ({ event, name }: RunEvent, what: string): void => {
    violations.push(`${event} of ${name} ${what}.`);
  };
  for (const event of events) {
    const parentId = event.parent_ids.at(-1);
    if (event.event.endsWith("_start")) {
      const isLate = parentId !== undefined && !open.has(parentId);
      if (isLate && !detached.includes(event.name)) complain(event, "came after its parent's end");
      open.set(event.run_id, event);
    }
    if (!terminal.test(event.event)) continue;
    open.delete(event.run_id);
    for (const inner of open.values()) {
      const isChild = inner.parent_ids.at(-1) === event.run_id;
      if (isChild && !detached.includes(inner.name))
        complain(event, `came before that of ${inner.name}`);
    }
  }
  return violations;
}
