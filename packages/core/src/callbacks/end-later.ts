import type { CancelScope } from "../context/cancel-scope.ts";
import { endRun, failRun } from "./end-run.ts";
import type { RunManager } from "./run-manager.ts";
import { whenSettled, type OutcomeObserver } from "./settle.ts";

/**
 * Ends a run when its body's promise is settled, which settles soon enough by itself when the scope is cancelled. Gives what
 * its caller is to wait for.
 */
export function endAfter<Output>(
  run: RunManager,
  result: PromiseLike<Output>,
  ownScope: CancelScope | undefined,
): PromiseLike<Output> {
  return result.then(
    (output) => endRun(run, output, ownScope),
    (error: unknown) => failRun(run, error, ownScope),
  );
}

/** As {@link endAfter}, for a body that may ignore a cancellation: it is waited for as long as `whenSettled` waits. */
export function endWithin<Output>(
  run: RunManager,
  result: PromiseLike<Output>,
  { order, ownScope }: { readonly order: number; readonly ownScope: CancelScope | undefined },
): Promise<Output> {
  return new Promise((resolve, reject) => {
    const observer: OutcomeObserver<Output> = {
      scope: run.scope,
      onValue: (output) => {
        resolve(endRun(run, output, ownScope));
      },
      onError: (error) => {
        try {
          resolve(failRun(run, error, ownScope));
        } catch (cause) {
          reject(cause);
        }
      },
    };
    whenSettled(result, observer, order);
  });
}
