/** Calls `next` when `waiting` is over; at once, in the same tick, where there is nothing to wait for. */
export function after(
  waiting: Promise<void> | undefined,
  next: () => void,
): Promise<void> | undefined {
  if (waiting !== undefined) return waiting.then(next);
  next();
  return undefined;
}

/** Waits for several; `undefined` where there is nothing to wait for. */
export function all(waiting: readonly (Promise<void> | undefined)[]): Promise<void> | undefined {
  const pending = waiting.filter((one) => one !== undefined);
  if (pending.length <= 1) return pending[0];
  return Promise.all(pending).then(() => undefined);
}
