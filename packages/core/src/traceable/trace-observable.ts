import { Observable } from "rxjs";
import { closeFailedRun } from "../callbacks/call-in-run.ts";
import { enterRun } from "../callbacks/enter-run.ts";
import type { RunManager } from "../callbacks/run-manager.ts";
import type { Cancellable } from "../context/cancel-scope.ts";
import { RunCancelledError } from "../errors/run-cancelled-error.ts";
import { ChunkAccumulator } from "../util/chunk-accumulator.ts";

/**
 * An Observable whose first subscription tells its values as chunks of `run`, which ends as the subscription does. Further
 * subscriptions are passed through untold: a run has one end.
 */
export function traceObservable<Value>(
  source: Observable<Value>,
  run: RunManager,
  finish: (run: RunManager) => void,
): Observable<Value> {
  let isTaken = false;
  return new Observable((subscriber) => {
    if (isTaken) return source.subscribe(subscriber);
    isTaken = true;
    const total = new ChunkAccumulator();
    const close = (tell: () => void): void => {
      if (!run.isOpen) return;
      run.scope.remove(member);
      tell();
      finish(run);
    };
    const member: Cancellable = {
      onCancel: (reason) => {
        close(() => {
          run.cancel(reason);
        });
        subscriber.error(reason);
      },
    };
    const subscription = enterRun(run, () =>
      source.subscribe({
        next: (value) => {
          total.add(value);
          run.stream(value);
          subscriber.next(value);
        },
        error: (error: unknown) => {
          close(() => {
            closeFailedRun(run, error);
          });
          subscriber.error(error);
        },
        complete: () => {
          close(() => {
            run.end(total.value);
          });
          subscriber.complete();
        },
      }),
    );
    run.scope.add(member);
    return () => {
      subscription.unsubscribe();
      close(() => {
        run.cancel(new RunCancelledError(`${run.name} was cancelled because its subscriber left before the end.`));
      });
    };
  });
}
