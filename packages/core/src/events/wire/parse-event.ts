import type { RunEvent } from "../run-event.ts";
import { codecSettings } from "./codec-settings.ts";
import { decodeEvent } from "./decode-event.ts";

const settings = /* @__PURE__ */ codecSettings({});

/**
 * The event that a wire event, or its JSON text, stands for, by the built-in types alone. Fields that this version does
 * not know are ignored.
 *
 * @throws {@link EventParseError} when it stands for none; the message names the field that is wrong.
 *
 * @example
 * source.onmessage = ({ data }) => render(parseEvent(data));
 */
export function parseEvent(wire: unknown): RunEvent {
  return decodeEvent(wire, settings);
}
