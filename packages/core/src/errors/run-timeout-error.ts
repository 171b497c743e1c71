import { RivuletError } from "./rivulet-error.ts";

/** A run took longer than its `timeout` (milliseconds) allows; it is the reason that the run is cancelled with. */
export class RunTimeoutError extends RivuletError {
  readonly code = "RUN_TIMEOUT";
}
