import { RivuletError } from "@rivulet/core";

/** A class derived from one of ours lacks the method that it must have; the message names both. */
export class NotImplementedError extends RivuletError {
  readonly code = "NOT_IMPLEMENTED";
}
