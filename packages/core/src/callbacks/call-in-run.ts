import type { CancelScope } from "../context/cancel-scope.ts";
import { isPromiseLike } from "../util/is-promise-like.ts";
import { enterRun } from "./enter-run.ts";
import type { RunManager } from "./run-manager.ts";
import { settle } from "./settle.ts";

/**
 * Calls a function as the whole body of a run: the run ends with its result, fails with its error, or is cancelled when its
 * scope is. Waits for awaited listeners and for consumers that have enough before the body begins and after it ended; then
 * closes the run's own scope, where it has one.
 *
 * @throws what `body` throws; the scope's reason when the scope was cancelled.
 */
export async function callInRun<Output>(
  run: RunManager,
  body: (run: RunManager) => Output | PromiseLike<Output>,
  ownScope?: CancelScope,
): Promise<Output> {
  try {
    if (run.isHeld) await run.whenReleased();
    throwIfCancelled(run);
    // A body that calls another run at once waits for its own promise only after that one does.
    const order = run.tree.nextSeq;
    const result = enterRun(run, () => body(run));
    const output = isPromiseLike(result) ? await settle(result, run.scope, order) : result;
    throwIfCancelled(run);
    run.end(output);
    if (run.isHeld) await run.whenReleased();
    return output;
  } catch (error) {
    const cause = closeFailedRun(run, error);
    if (run.isHeld) await run.whenReleased();
    throw cause;
  } finally {
    ownScope?.close();
  }
}

/** Ends a run whose body threw: as cancelled when its scope was, else as failed. Gives what its caller should be thrown. */
export function closeFailedRun(run: RunManager, error: unknown): unknown {
  if (!run.scope.isCancelled) {
    run.error(error);
    return error;
  }
  run.cancel(run.scope.reason);
  return run.scope.reason;
}

function throwIfCancelled(run: RunManager): void {
  if (run.scope.isCancelled) throw run.scope.reason;
}
