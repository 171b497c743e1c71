import type { CancelScope } from "../context/cancel-scope.ts";
import type { Cancellable } from "../context/cancellable.ts";
import { processSettings } from "./process-listeners.ts";

/**
 * Waits for a piece of user code, but not for ever: once its scope is cancelled the code has `cancelTimeoutMs` to finish
 * (run its `finally` blocks, close its requests); then the promise rejects with the scope's reason, and what the code does
 * later is ignored. The outcome of code that finished after the cancellation is replaced by the reason as well.
 */
export function settle<Value>(promise: PromiseLike<Value>, scope: CancelScope): Promise<Value> {
  return new Promise((resolve, reject) => {
    whenSettled(promise, { scope, order: 0, onValue: resolve, onError: reject });
  });
}

/** Who is told of an outcome, and in which scope it is waited for. */
export interface SettleOptions<Value> {
  readonly scope: CancelScope;
  /** Which of several in one scope is inside which: the higher is told of a cancellation, and runs out, first. */
  readonly order: number;
  readonly onValue: (value: Value) => void;
  readonly onError: (error: unknown) => void;
}

/** As {@link settle}, by callbacks: just one of them is called, once. Neither may throw. */
export function whenSettled<Value>(
  promise: PromiseLike<Value>,
  options: SettleOptions<Value>,
): void {
  const waiting = new Waiting(options);
  options.scope.add(waiting);
  promise.then(waiting.onFulfilled, waiting.onRejected);
}

class Waiting<Value> implements Cancellable {
  readonly order: number;
  readonly #options: SettleOptions<Value>;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isOver = false;

  constructor(options: SettleOptions<Value>) {
    this.order = options.order;
    this.#options = options;
  }

  onCancel(): void {
    if (this.#isOver) return;
    this.#timer = setTimeout(() => {
      this.#finish();
    }, processSettings.cancelTimeoutMs);
  }

  readonly onFulfilled = (value: Value): void => {
    if (this.#finish()) this.#options.onValue(value);
  };

  readonly onRejected = (error: unknown): void => {
    if (this.#finish()) this.#options.onError(error);
  };

  // Whether the outcome is still wanted; where the scope was cancelled, its reason is told in its place.
  #finish(): boolean {
    if (this.#isOver) return false;
    this.#isOver = true;
    clearTimeout(this.#timer);
    const { scope, onError } = this.#options;
    scope.remove(this);
    if (scope.isCancelled) onError(scope.reason);
    return !scope.isCancelled;
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
