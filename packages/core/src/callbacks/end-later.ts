import type { CancelScope } from "../context/cancel-scope.ts";
import type { PromiseOrValue } from "../util/promise-or-value.ts";
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
    whenSettled(result, new LaterEnd(run, ownScope, { resolve, reject }), order);
  });
}

interface Caller<Output> {
  readonly resolve: (output: PromiseOrValue<Output>) => void;
  readonly reject: (cause: unknown) => void;
}

/** Ends a run whose body gave a promise, and lets its caller know. */
class LaterEnd<Output> implements OutcomeObserver<Output> {
  readonly #run: RunManager;
  readonly #ownScope: CancelScope | undefined;
  readonly #caller: Caller<Output>;

  constructor(run: RunManager, ownScope: CancelScope | undefined, caller: Caller<Output>) {
    this.#run = run;
    this.#ownScope = ownScope;
    this.#caller = caller;
  }

  get scope(): CancelScope {
    return this.#run.scope;
  }

  onValue(output: Output): void {
    this.#caller.resolve(endRun(this.#run, output, this.#ownScope));
  }

  onError(error: unknown): void {
    try {
      this.#caller.resolve(failRun(this.#run, error, this.#ownScope));
    } catch (cause) {
      this.#caller.reject(cause);
    }
  }
}
