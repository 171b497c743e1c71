import { isPromiseLike } from "../util/is-promise-like.ts";
import { enterRun } from "./enter-run.ts";
import type { RunManager } from "./run-manager.ts";
import { settle } from "./settle.ts";

/**
 * Calls a function as the whole body of a run: the run ends with its result, fails with its error, or is cancelled when its
 * scope is. Waits for awaited listeners and for consumers that have enough before the body begins and after it ended.
 *
 * @throws what `body` throws; the scope's reason when the scope was cancelled.
 */
export async function callInRun<Output>(
  run: RunManager,
  body: () => Output | PromiseLike<Output>,
): Promise<Output> {
  try {
    if (run.isHeld) await run.whenReleased();
    throwIfCancelled(run);
    const result = enterRun(run, body);
    const output = isPromiseLike(result) ? await settle(result, run.scope) : result;
    throwIfCancelled(run);
    run.end(output);
    if (run.isHeld) await run.whenReleased();
    return output;
  } catch (error) {
    closeFailedRun(run, error);
    if (run.isHeld) await run.whenReleased();
    throw error;
  }
}

/** Ends a run whose body threw: as cancelled when its scope was, else as failed. */
export function closeFailedRun(run: RunManager, error: unknown): void {
  if (run.scope.isCancelled) run.cancel(run.scope.reason);
  else run.error(error);
}

function throwIfCancelled(run: RunManager): void {
  if (run.scope.isCancelled) throw run.scope.reason;
}
