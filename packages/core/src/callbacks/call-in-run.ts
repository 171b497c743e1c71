import type { CancelScope } from "../context/cancel-scope.ts";
import { enterRun } from "./enter-run.ts";
import { runBody, type RunBody } from "./run-body.ts";
import type { RunManager } from "./run-manager.ts";

/**
 * Calls a function as the whole body of a run: the run ends with its result, fails with its error, or is cancelled when its
 * scope is. Waits for awaited listeners and for consumers that have enough before the body begins and after it ended; then
 * closes the run's own scope, where it has one.
 *
 * @throws what `body` throws; the scope's reason when the scope was cancelled.
 */
export async function callInRun<Output>(
  run: RunManager,
  body: RunBody<Output>,
  ownScope?: CancelScope,
): Promise<Output> {
  return runBody(run, () => enterRun(run, () => body(run)), ownScope);
}
