import type { CancelScope } from "../context/cancel-scope.ts";
import type { PromiseOrValue } from "../util/promise-or-value.ts";
import { closeFailedRun } from "./close-failed-run.ts";
import type { RunManager } from "./run-manager.ts";

/**
 * Ends a run whose body gave its output, and gives that to the caller: when those who hold the run let go of it, in a promise.
 *
 * @throws the scope's reason when the scope was cancelled.
 */
export function endRun<Output>(
  run: RunManager,
  output: Output,
  ownScope: CancelScope | undefined,
): PromiseOrValue<Output> {
  if (run.scope.isCancelled) return failRun(run, run.scope.reason, ownScope);
  run.end(output);
  if (run.isHeld) return giveWhenReleased(run, output, ownScope);
  ownScope?.close();
  return output;
}

/**
 * Ends a run whose body failed, as {@link endRun} does.
 *
 * @throws the failure; the scope's reason when the scope was cancelled. Rejects with the same where the run is held.
 */
export function failRun(
  run: RunManager,
  error: unknown,
  ownScope: CancelScope | undefined,
): Promise<never> {
  const cause = closeFailedRun(run, error);
  if (run.isHeld) return throwWhenReleased(run, cause, ownScope);
  ownScope?.close();
  throw cause;
}

async function giveWhenReleased<Output>(
  run: RunManager,
  output: Output,
  ownScope: CancelScope | undefined,
): Promise<Output> {
  await run.whenReleased();
  ownScope?.close();
  return output;
}

async function throwWhenReleased(
  run: RunManager,
  cause: unknown,
  ownScope: CancelScope | undefined,
): Promise<never> {
  await run.whenReleased();
  ownScope?.close();
  throw cause;
}
