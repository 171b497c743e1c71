import { RivuletError } from "@rivulet/core";

/** A model called a tool that it was not told of; the message names those that there are. */
export class UnknownToolError extends RivuletError {
  readonly code = "UNKNOWN_TOOL";
}
