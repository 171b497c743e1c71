import { RivuletError } from "./rivulet-error.ts";

/** `parseEvent` was given something that is no event in wire form; the message names the field that is wrong. */
export class EventParseError extends RivuletError {
  readonly code = "EVENT_PARSE";
}
