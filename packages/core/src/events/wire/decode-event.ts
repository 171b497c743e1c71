import { EventParseError } from "../../errors/event-parse-error.ts";
import { describeValue } from "../../util/describe-value.ts";
import type { RunEvent } from "../run-event.ts";
import type { CodecSettings } from "./codec-settings.ts";
import { describeThrown } from "./describe-thrown.ts";
import { ValueDecoder } from "./value-decoder.ts";
import { streamEventSchema, type WireEvent } from "./wire-event.ts";

/** How many wrong fields one message names. */
const maxNamedFaults = 3;

/**
 * The event that a wire event, or its JSON text, stands for.
 *
 * @throws {@link EventParseError} when it stands for none.
 */
export function decodeEvent(wire: unknown, settings: CodecSettings): RunEvent {
  try {
    return toRunEvent(checkedEvent(typeof wire === "string" ? parseText(wire) : wire), settings);
  } catch (error) {
    if (error instanceof EventParseError) throw error;
    // An object with a getter that throws, for one: no such thing comes out of JSON.
    throw refuse(`reading it failed with ${describeThrown(error)}`, error);
  }
}

function parseText(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch (error) {
    throw refuse(`its text is no JSON (${describeThrown(error)})`, error);
  }
}

function checkedEvent(wire: unknown): WireEvent {
  if (typeof wire !== "object" || wire === null || Array.isArray(wire)) {
    throw refuse(`it was ${describeValue(wire)}`);
  }
  const result = streamEventSchema.safeParse(wire);
  if (result.success) return result.data;
  const faults = result.error.issues.slice(0, maxNamedFaults).map(({ path, message }) => {
    const { found, value } = lookUp(wire, path);
    const given = found ? `was ${describeValue(value)}` : "is missing";
    return `${JSON.stringify(path.join("."))} ${given}, and ${message}`;
  });
  throw refuse(faults.join(", "));
}

function lookUp(root: object, path: readonly PropertyKey[]): { found: boolean; value: unknown } {
  let value: unknown = root;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) {
      return { found: false, value: undefined };
    }
    value = Reflect.get(value, key);
  }
  return { found: true, value };
}

function toRunEvent(wire: WireEvent, settings: CodecSettings): RunEvent {
  const metadata = new ValueDecoder(settings, "metadata").decodeFields(wire.metadata);
  const decoder = new ValueDecoder(settings, "data");
  const event = {
    event: wire.event,
    name: wire.name,
    run_id: wire.run_id,
    parent_ids: wire.parent_ids,
    tags: wire.tags,
    metadata,
    data:
      wire.event === "on_custom_event"
        ? decoder.decode(wire.data)
        : decoder.decodeFields(wire.data),
    seq: wire.seq,
    time: wire.time,
  };
  // The schema has checked which payload goes with which name; the compiler loses it over the union.
  return event as RunEvent;
}

function refuse(what: string, cause?: unknown): EventParseError {
  return new EventParseError(
    `No event in wire form: ${what}; give what serializeEvent made, or its JSON text.`,
    cause === undefined ? {} : { cause },
  );
}
