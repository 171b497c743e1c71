import type { RunManager } from "./run-manager.ts";

/** Ends a run whose body threw: as cancelled when its scope was, else as failed. Gives what its caller should be thrown. */
export function closeFailedRun(run: RunManager, error: unknown): unknown {
  if (!run.scope.isCancelled) {
    run.error(error);
    return error;
  }
  run.cancel(run.scope.reason);
  return run.scope.reason;
}
