import type { RunEvent } from "../run-event.ts";
import { codecSettings } from "./codec-settings.ts";
import { encodeEvent } from "./encode-event.ts";
import type { WireEvent } from "./wire-event.ts";

const settings = /* @__PURE__ */ codecSettings({});

/**
 * An event in wire form, by the built-in types alone: a new object, ready for `JSON.stringify`. Never throws; a value that
 * cannot be serialised becomes a marker, an {@link Unserializable} after parsing.
 *
 * @example
 * response.write(`data: ${JSON.stringify(serializeEvent(event))}\n\n`);
 */
export function serializeEvent(event: RunEvent): WireEvent {
  return encodeEvent(event, settings);
}
