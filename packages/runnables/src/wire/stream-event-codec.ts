import { createEventCodec, type EventCodec, type WireEvent } from "@rivulet/core/wire";
import type { ComponentShapes, StreamEvent } from "../events/component-shapes.ts";
import { componentTypes } from "./component-types.ts";

const codec: EventCodec<ComponentShapes> = createEventCodec<ComponentShapes>({
  types: componentTypes,
});

/**
 * An event in wire form: a new object, ready for `JSON.stringify`, from which {@link parseEvent} makes an equal event.
 * Messages, documents, prompt values and errors come back as themselves. Never throws; what cannot be serialised becomes a
 * marker that says so.
 */
export function serializeEvent(event: StreamEvent): WireEvent {
  return codec.serializeEvent(event);
}

/**
 * The event that a wire event, or its JSON text, stands for.
 *
 * @throws {@link EventParseError} when it stands for none; the message names the field that is wrong.
 */
export function parseEvent(wire: unknown): StreamEvent {
  return codec.parseEvent(wire);
}
