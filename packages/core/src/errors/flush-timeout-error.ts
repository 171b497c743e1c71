import { RivuletError } from "./rivulet-error.ts";

/** `flush({ timeout })` gave up: listeners were still working when the time was over. Their work goes on. */
export class FlushTimeoutError extends RivuletError {
  readonly code = "FLUSH_TIMEOUT";
}
