import type { CancelScope } from "../context/cancel-scope.ts";
import type { Cancellable } from "../context/cancellable.ts";
import { processSettings } from "./process-listeners.ts";

/**
 * Waits for a piece of user code, but not for ever: once its scope is cancelled the code has `cancelTimeoutMs` to finish
 * (run its `finally` blocks, close its requests); then the promise rejects with the scope's reason, and what the code does
 * later is ignored. The outcome of code that finished after the cancellation is replaced by the reason as well.
 *
 * `order` tells which of several in one scope is inside which: the higher is told, and runs out, first.
 */
export function settle<Value>(
  promise: PromiseLike<Value>,
  scope: CancelScope,
  order = 0,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const deadline = new Deadline(order, () => {
      reject(scope.reason);
    });
    scope.add(deadline);
    const finish = (): boolean => {
      deadline.stop();
      scope.remove(deadline);
      if (scope.isCancelled) reject(scope.reason);
      return !scope.isCancelled;
    };
    promise.then(
      (value) => {
        if (finish()) resolve(value);
      },
      (error: unknown) => {
        if (finish()) reject(error);
      },
    );
  });
}

/** Runs out `cancelTimeoutMs` after a cancellation, unless it is stopped. */
class Deadline implements Cancellable {
  readonly order: number;
  readonly #expire: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isStopped = false;

  constructor(order: number, expire: () => void) {
    this.order = order;
    this.#expire = expire;
  }

  onCancel(): void {
    if (!this.#isStopped) this.#timer = setTimeout(this.#expire, processSettings.cancelTimeoutMs);
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }
}

/** Waits for a promise, but at most `timeoutMs` milliseconds; then the answer is `undefined`. Rejects as the promise does. */
export function waitAtMost<Value>(
  promise: PromiseLike<Value>,
  timeoutMs: number,
): Promise<Value | undefined> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      resolve(undefined);
    }, timeoutMs);
    promise.then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}
