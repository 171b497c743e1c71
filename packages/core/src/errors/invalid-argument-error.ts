import { RivuletError } from "./rivulet-error.ts";

/**
 * An option or argument was refused, before any work began: a wrong `version`, an unknown type in a filter, a negative
 * `highWaterMark`. The message names the argument, the value that was given and what is accepted.
 */
export class InvalidArgumentError extends RivuletError {
  readonly code = "INVALID_ARGUMENT";
}
