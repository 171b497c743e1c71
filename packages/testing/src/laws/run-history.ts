import type { RunEvent } from "@rivulet/core";
import { partsOf, type EventParts } from "../events/event-parts.ts";

/** An event with what its name says, and its place in the recording. */
export interface ToldEvent {
  readonly event: RunEvent;
  /** `undefined` for a custom event. */
  readonly parts: EventParts | undefined;
  readonly index: number;
}

/** What one run told, in order. */
export interface RunHistory {
  readonly id: string;
  readonly first: ToldEvent;
  /** Everything, the user's custom events included. */
  readonly told: readonly ToldEvent[];
  /** What the run told of itself. Empty when a filter let only custom events through: then nothing is known of it. */
  readonly own: readonly ToldEvent[];
}

/** The histories of the runs in a recording, by id. */
export type RunHistories = ReadonlyMap<string, RunHistory>;

/** Sorts a recording by runs, in the order of their first events. */
export function toHistories(events: readonly RunEvent[]): RunHistories {
  const histories = new Map<string, RunHistory & { told: ToldEvent[]; own: ToldEvent[] }>();
  for (const [index, event] of events.entries()) {
    const told = { event, parts: partsOf(event), index };
    let history = histories.get(event.run_id);
    if (history === undefined) {
      history = { id: event.run_id, first: told, told: [], own: [] };
      histories.set(event.run_id, history);
    }
    history.told.push(told);
    if (told.parts !== undefined) history.own.push(told);
  }
  return histories;
}

/** The name of a run, as its own events tell it. */
export function nameOfRun({ own, first }: RunHistory): string {
  return (own[0] ?? first).event.name;
}

/** The nearest run around a run that told something of itself. */
export function visibleParent(
  histories: RunHistories,
  { id, first }: RunHistory,
): RunHistory | undefined {
  for (const parentId of first.event.parent_ids.toReversed()) {
    const parent = histories.get(parentId);
    if (parent !== undefined && parent.own.length > 0 && parentId !== id) return parent;
  }
  return undefined;
}
