import {
  describeValue,
  InvalidArgumentError,
  isEventName,
  isPlainObject,
  type RunEvent,
} from "@rivulet/core";

/** Where events are taken from: a list in the order in which they were told, or whatever holds one, such as a recorder. */
export type EventSource = readonly RunEvent[] | { readonly events: readonly RunEvent[] };

/**
 * The events of a source.
 *
 * @throws {@link InvalidArgumentError} when it holds anything but events, or events in the shape of version `v1`, which
 * have no place in their run tree.
 */
export function eventsOf(source: EventSource): readonly RunEvent[] {
  const events: unknown = Array.isArray(source) ? source : (source as { events?: unknown })?.events;
  if (!Array.isArray(events)) {
    throw InvalidArgumentError.of(
      "The events were",
      source,
      "a list of events or an EventRecorder",
    );
  }
  const wrong = events.findIndex((event) => !isEvent(event));
  if (wrong < 0) return events as readonly RunEvent[];
  throw new InvalidArgumentError(
    `Item ${String(wrong)} of the events was ${describeItem(events[wrong])}; give events of version "v2".`,
  );
}

function isEvent(value: unknown): value is RunEvent {
  if (typeof value !== "object" || value === null) return false;
  // Not a plain object in any case: the event of a run with many around it makes its parent ids when they are read.
  const { event, run_id, parent_ids, seq, time }: { readonly [Field in keyof RunEvent]?: unknown } =
    value;
  if (!isEventName(event) || typeof run_id !== "string" || !Array.isArray(parent_ids)) return false;
  return typeof seq === "number" && typeof time === "number";
}

function describeItem(value: unknown): string {
  if (!isPlainObject(value)) return describeValue(value);
  return isEventName(value["event"]) && !("seq" in value)
    ? "an event without seq"
    : describeValue(value);
}
