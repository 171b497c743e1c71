/**
 * Waits for a promise, but no longer than until a signal is aborted: what is waited for may itself wait, as the official clients do
 * between two attempts. It goes on unseen then, and its failure is nobody's.
 *
 * Rejects as the promise does, or with the signal's reason; a signal that is aborted already is not noticed.
 */
export function untilAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      reject(signal.reason as Error);
    };
    signal.addEventListener("abort", leave, { once: true });
    promise.then(resolve, reject).finally(() => {
      signal.removeEventListener("abort", leave);
    });
  });
}
