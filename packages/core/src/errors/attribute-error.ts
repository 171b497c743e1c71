import { RivuletError } from "./rivulet-error.ts";

interface FailedRun {
  readonly id: string;
  readonly name: string;
}

/** Says in a Rivulet error which run it belongs to, where it does not say so itself: the innermost one that failed with it. */
export function attributeError(error: unknown, run: FailedRun): void {
  try {
    attribute(error, run);
  } catch {
    // Anything may be thrown, a proxy that cannot be looked at as well: the run ends all the same.
  }
}

function attribute(error: unknown, run: FailedRun): void {
  if (!RivuletError.isInstance(error) || error.run_id !== undefined || Object.isFrozen(error))
    return;
  if (error.run_name !== undefined && error.run_name !== run.name) return;
  Object.assign(error, { run_id: run.id, run_name: run.name });
}
