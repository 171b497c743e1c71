import type { RunEvent } from "@rivulet/core";
import type { RunLaw, RunLawViolation } from "./run-law.ts";

/** What the numbers and times of a recording do against the laws of a run, root by root. */
export function findOrderViolations(events: readonly RunEvent[]): RunLawViolation[] {
  const violations: RunLawViolation[] = [];
  const lastOfRoot = new Map<string, RunEvent>();
  for (const event of events) {
    const root = event.parent_ids[0] ?? event.run_id;
    const last = lastOfRoot.get(root);
    lastOfRoot.set(root, event);
    for (const [law, what] of [...checkSeq(event, last), ...checkTime(event, last)]) {
      const { event: eventName, name: runName, run_id: runId } = event;
      const message = `${eventName} of "${runName}" (${runId}) ${what}.`;
      const shown = last === undefined ? [event] : [last, event];
      violations.push({ law, message, runId, runName, events: shown });
    }
  }
  return violations;
}

type Complaint = readonly [law: RunLaw, what: string];

function* checkSeq(event: RunEvent, last: RunEvent | undefined): Generator<Complaint> {
  const { seq } = event;
  if (!Number.isSafeInteger(seq) || seq < 0) yield ["seq", `has the seq ${String(seq)}`];
  else if (last !== undefined && seq === last.seq)
    yield ["seq", `has the seq ${String(seq)} again`];
  else if (last !== undefined && seq < last.seq)
    yield ["seq", `has the seq ${String(seq)} after ${String(last.seq)}`];
  else if (last === undefined && isRootStart(event) && seq !== 0)
    yield ["seq", `has the seq ${String(seq)}, where a root run starts with 0`];
}

function* checkTime({ time }: RunEvent, last: RunEvent | undefined): Generator<Complaint> {
  if (!Number.isFinite(time)) yield ["time", `has the time ${String(time)}`];
  else if (last !== undefined && time < last.time)
    yield ["time", `is ${String(last.time - time)} ms earlier than the event before it`];
}

function isRootStart({ event, parent_ids }: RunEvent): boolean {
  return parent_ids.length === 0 && event.endsWith("_start");
}
