import { RivuletError } from "@rivulet/core";

/** Functions returned runnables that returned runnables, deeper than `recursionLimit` allows. */
export class RecursionLimitError extends RivuletError {
  readonly code = "RECURSION_LIMIT";
}
