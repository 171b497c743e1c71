import { RivuletError } from "./rivulet-error.ts";

/** `inspectRuns()` was called while nothing kept account of runs: call `watchRuns()` first. */
export class RunsNotWatchedError extends RivuletError {
  readonly code = "RUNS_NOT_WATCHED";
}
