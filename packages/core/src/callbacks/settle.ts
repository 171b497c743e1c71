import type { CancelScope } from "../context/cancel-scope.ts";
import type { Cancellable } from "../context/cancellable.ts";
import { toPromise } from "../util/to-promise.ts";
import { processSettings } from "./process-listeners.ts";

/**
 * Waits for a piece of user code, but not for ever: once its scope is cancelled the code has `cancelTimeoutMs` to finish
 * (run its `finally` blocks, close its requests); then the promise rejects with the scope's reason, and what the code does
 * later is ignored. The outcome of code that finished after the cancellation is replaced by the reason as well.
 */
export function settle<Value>(promise: PromiseLike<Value>, scope: CancelScope): Promise<Value> {
  return new Promise((onValue, onError) => {
    whenSettled(promise, { scope, onValue, onError });
  });
}

/** Who waits for an outcome, in which scope. Just one of the two is called, once; neither may throw. */
export interface OutcomeObserver<Value> {
  readonly scope: CancelScope;
  onValue(value: Value): void;
  onError(error: unknown): void;
}

/**
 * As {@link settle}, without a promise of its own. `order` tells which of several in one scope is inside which: the higher is
 * told of a cancellation, and runs out, first.
 */
export function whenSettled<Value>(
  promise: PromiseLike<Value>,
  observer: OutcomeObserver<Value>,
  order = 0,
): void {
  const waiting = new Waiting(observer, order);
  observer.scope.add(waiting);
  void toPromise(promise).then(waiting.onFulfilled, waiting.onRejected);
}

class Waiting<Value> implements Cancellable {
  readonly order: number;
  readonly #observer: OutcomeObserver<Value>;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isOver = false;

  constructor(observer: OutcomeObserver<Value>, order: number) {
    this.order = order;
    this.#observer = observer;
  }

  onCancel(): void {
    if (this.#isOver) return;
    this.#timer = setTimeout(() => {
      this.#finish();
    }, processSettings.cancelTimeoutMs);
  }

  readonly onFulfilled = (value: Value): void => {
    if (this.#finish()) this.#observer.onValue(value);
  };

  readonly onRejected = (error: unknown): void => {
    if (this.#finish()) this.#observer.onError(error);
  };

  // Whether the outcome is still wanted; where the scope was cancelled, its reason is told in its place.
  #finish(): boolean {
    if (this.#isOver) return false;
    this.#isOver = true;
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    const { scope } = this.#observer;
    scope.remove(this);
    if (scope.isCancelled) this.#observer.onError(scope.reason);
    return !scope.isCancelled;
  }
}

/** Waits for a promise, but at most `timeoutMs` milliseconds; then the answer is `undefined`. Rejects as the promise does. */
export function waitAtMost<Value>(
  promise: PromiseLike<Value>,
  timeoutMs: number,
): Promise<Value | undefined> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, timeoutMs, undefined);
    void toPromise(promise)
      .then(resolve, reject)
      .then(() => {
        clearTimeout(timer);
      });
  });
}
