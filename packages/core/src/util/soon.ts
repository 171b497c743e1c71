const settled = Promise.resolve();

/**
 * Calls a function in the next microtask, which must not throw. As `queueMicrotask`, for which Node makes an `AsyncResource` of
 * 0.9 kB, kept until it was called.
 */
export function soon(task: () => void): void {
  void settled.then(task);
}
