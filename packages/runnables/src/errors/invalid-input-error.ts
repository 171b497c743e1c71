import { RivuletError } from "@rivulet/core";

/** A step was given a value that it cannot work on; the message says what it got and what it takes. */
export class InvalidInputError extends RivuletError {
  readonly code = "INVALID_INPUT";
}
