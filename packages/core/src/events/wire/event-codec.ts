import { EventParseError } from "../../errors/event-parse-error.ts";
import type { RunEvent, RunShapes, UnknownShapes } from "../run-event.ts";
import { codecSettings, type EventCodecOptions } from "./codec-settings.ts";
import { decodeEvent } from "./decode-event.ts";
import { encodeEvent } from "./encode-event.ts";
import { isJsonValue, type JsonValue } from "./json-value.ts";
import { ValueDecoder } from "./value-decoder.ts";
import { ValueEncoder } from "./value-encoder.ts";
import type { WireEvent } from "./wire-event.ts";

/** Turns events into JSON and back. `Shapes` says which payloads its types make again. */
export interface EventCodec<Shapes extends RunShapes = UnknownShapes> {
  /**
   * An event in wire form: a new object, ready for `JSON.stringify`. Never throws; a value that cannot be serialised
   * becomes a marker, an {@link Unserializable} after parsing.
   */
  serializeEvent(event: RunEvent): WireEvent;
  /**
   * The event that a wire event, or its JSON text, stands for. Fields that this version does not know are ignored.
   *
   * @throws {@link EventParseError} when it stands for none; the message names the field that is wrong.
   */
  parseEvent(wire: unknown): RunEvent<Shapes>;
  /** A value as it stands in an event's data. Never throws. */
  serializeValue(value: unknown): JsonValue;
  /** @throws {@link EventParseError} when `wire` is not what `serializeValue` gives. */
  parseValue(wire: unknown): unknown;
}

/**
 * Makes a codec that knows more classes than the built-in ones, or takes more or less.
 *
 * @throws {@link InvalidArgumentError} when an option is wrong.
 *
 * @example
 * const codec = createEventCodec({ types: [pointType], maxStringLength: 10_000 });
 * const text = JSON.stringify(codec.serializeEvent(event));
 * const again = codec.parseEvent(text);
 */
export function createEventCodec<Shapes extends RunShapes = UnknownShapes>(
  options: EventCodecOptions = {},
): EventCodec<Shapes> {
  const settings = codecSettings(options);
  return {
    serializeEvent: (event) => encodeEvent(event, settings),
    parseEvent: (wire) => decodeEvent(wire, settings),
    serializeValue: (value) => new ValueEncoder(settings).encode(value, 0),
    parseValue: (wire) => {
      if (isJsonValue(wire)) return new ValueDecoder(settings, "value").decode(wire);
      throw new EventParseError(
        "No value in wire form: it is no JSON; give what serializeValue made.",
      );
    },
  };
}
