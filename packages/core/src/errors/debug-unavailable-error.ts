import { RivuletError } from "./rivulet-error.ts";

/** A debugging aid needs something that this platform has not: Node, or the package `debug`. */
export class DebugUnavailableError extends RivuletError {
  readonly code = "DEBUG_UNAVAILABLE";
}
