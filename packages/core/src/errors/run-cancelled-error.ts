import { RivuletError } from "./rivulet-error.ts";

/**
 * The reason of a run that was cancelled because its last consumer left (`break`, the last `unsubscribe`), or because a
 * neighbour failed. A run cancelled by a caller's `AbortSignal` carries that signal's own reason instead.
 */
export class RunCancelledError extends RivuletError {
  readonly code = "RUN_CANCELLED";
}
