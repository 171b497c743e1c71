import type { RunEvent } from "../run-event.ts";
import type { CodecSettings } from "./codec-settings.ts";
import { ValueEncoder } from "./value-encoder.ts";
import type { WireEvent } from "./wire-event.ts";

/** An event in wire form. Never throws, and leaves the event as it is. */
export function encodeEvent(event: RunEvent, settings: CodecSettings): WireEvent {
  const encoder = new ValueEncoder(settings);
  const wire = {
    event: event.event,
    name: event.name,
    run_id: event.run_id,
    parent_ids: [...event.parent_ids],
    tags: [...event.tags],
    metadata: encoder.encodeObject(event.metadata),
    // A custom event's payload is any value; that of others is an object whose keys the phase decides, and never a marker.
    data:
      event.event === "on_custom_event"
        ? encoder.encode(event.data, 0)
        : encoder.encodeObject(event.data),
    seq: event.seq,
    time: event.time,
  };
  // Which payload goes with which name was decided when the event was typed; the compiler loses it over the union.
  return wire as WireEvent;
}
