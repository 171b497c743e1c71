import type { RunEvent } from "@rivulet/core";
import { isTerminal } from "../events/event-parts.ts";
import { eventsOf, type EventSource } from "../events/event-source.ts";
import { isDeepEqual } from "../util/is-deep-equal.ts";
import { findOrderViolations } from "./find-order-violations.ts";
import {
  nameOfRun,
  toHistories,
  visibleParent,
  type RunHistories,
  type RunHistory,
  type ToldEvent,
} from "./run-history.ts";
import type { RunLaw, RunLawViolation } from "./run-law.ts";

/** How strict the laws are meant. */
export interface RunLawOptions {
  /** Whether a run may still be open at the end of the recording. Default `false`. */
  readonly allowOpen?: boolean;
}

type Complaint = readonly [law: RunLaw, what: string, events: readonly ToldEvent[]];

/**
 * What a recording does against the laws of a run; `[]` when it obeys. Sorted by runs, then by laws.
 *
 * The recording may be filtered by runs (names, types, tags, metadata): gaps in `seq` and runs whose parents are missing
 * are no violations. One that is filtered by phases (`includeEvents`, `where`) lacks starts and ends, and is told so.
 *
 * @throws {@link InvalidArgumentError} when the source holds anything but events.
 */
export function findRunLawViolations(
  source: EventSource,
  options: RunLawOptions = {},
): RunLawViolation[] {
  const events = eventsOf(source);
  const histories = toHistories(events);
  const violations = [...histories.values()].flatMap((history) =>
    complaintsAbout(history, histories, options).map((complaint) =>
      toViolation(history, complaint),
    ),
  );
  return [...violations, ...findOrderViolations(events)];
}

function complaintsAbout(
  history: RunHistory,
  histories: RunHistories,
  options: RunLawOptions,
): readonly Complaint[] {
  return [
    ...checkStart(history),
    ...checkEnd(history, options),
    ...checkParent(history, visibleParent(histories, history)),
    ...checkParentIds(history, visibleParent(histories, history)),
    ...checkContext(history),
  ];
}

function* checkStart({ told, own }: RunHistory): Generator<Complaint> {
  if (own.length === 0) return;
  const starts = own.filter(({ parts }) => parts?.phase === "start");
  const [start] = starts;
  if (start === undefined) {
    yield ["one-start", "told no start", told.slice(0, 1)];
    return;
  }
  if (starts.length > 1)
    yield ["one-start", `told ${times(starts.length)} that it started`, starts];
  const early = told.slice(0, told.indexOf(start));
  if (early.length > 0)
    yield ["one-start", `told ${names(early)} before its start`, [...early, start]];
}

function* checkEnd({ told, own }: RunHistory, options: RunLawOptions): Generator<Complaint> {
  if (own.length === 0) return;
  const ends = own.filter(({ parts }) => isTerminal(parts?.phase));
  const [end] = ends;
  if (end === undefined) {
    if (options.allowOpen !== true) yield ["one-end", "told no end", told.slice(-1)];
    return;
  }
  if (ends.length > 1) yield ["one-end", `told ${times(ends.length)} that it was over`, ends];
  const late = told.slice(told.indexOf(end) + 1).filter(({ parts }) => !isTerminal(parts?.phase));
  if (late.length > 0)
    yield ["one-end", `told ${names(late)} after its ${end.event.event}`, [end, ...late]];
}

function* checkParent({ first }: RunHistory, parent: RunHistory | undefined): Generator<Complaint> {
  const start = parent?.own.find(({ parts }) => parts?.phase === "start");
  if (parent === undefined || start === undefined || start.index < first.index) return;
  yield [
    "parent-first",
    `came before the start of its parent "${nameOfRun(parent)}"`,
    [first, start],
  ];
}

function* checkParentIds(
  { id, first, told }: RunHistory,
  parent: RunHistory | undefined,
): Generator<Complaint> {
  const ids = first.event.parent_ids;
  const changed = told.find(({ event }) => !isDeepEqual(event.parent_ids, ids));
  if (changed !== undefined) yield ["parent-ids", "changed its parent_ids", [first, changed]];
  if (new Set([...ids, id]).size <= ids.length)
    yield ["parent-ids", "is among its own parents, or has one twice", [first]];
  if (parent === undefined) return;
  const expected = ids.slice(0, ids.lastIndexOf(parent.id));
  if (!isDeepEqual(parent.first.event.parent_ids, expected)) {
    const what = `has other parents than its parent "${nameOfRun(parent)}"`;
    yield ["parent-ids", what, [parent.first, first]];
  }
}

function* checkContext({ own, told, first }: RunHistory): Generator<Complaint> {
  for (const field of ["tags", "metadata"] as const) {
    const other = told.find(({ event }) => !isDeepEqual(event[field], first.event[field]));
    if (other !== undefined) yield ["same-context", `changed its ${field}`, [first, other]];
  }
  // A custom event goes by a name of its own, and does not say of what type its run is.
  const [teller] = own;
  if (teller === undefined) return;
  const renamed = own.find(({ event }) => event.name !== teller.event.name);
  if (renamed !== undefined) yield ["same-context", "changed its name", [teller, renamed]];
  const retyped = own.find(({ parts }) => parts?.type !== teller.parts?.type);
  if (retyped !== undefined) yield ["same-context", "changed its type", [teller, retyped]];
}

function toViolation(history: RunHistory, [law, what, told]: Complaint): RunLawViolation {
  const runName = nameOfRun(history);
  return {
    law,
    message: `"${runName}" (${history.id}) ${what}.`,
    runId: history.id,
    runName,
    events: told.map(({ event }): RunEvent => event),
  };
}

function times(count: number): string {
  return count === 2 ? "twice" : `${String(count)} times`;
}

function names(told: readonly ToldEvent[]): string {
  return [...new Set(told.map(({ event }) => event.event))].join(", ");
}
