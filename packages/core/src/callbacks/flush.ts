import { FlushTimeoutError } from "../errors/flush-timeout-error.ts";
import { checkDelay } from "./check-delay.ts";
import { listenerWork } from "./dispatch.ts";
import { waitAtMost } from "./settle.ts";

/** How long to wait. */
export interface FlushOptions {
  /** Milliseconds; without it `flush` waits for as long as it takes. */
  readonly timeout?: number;
}

/**
 * Resolves when the promises that listeners returned are all settled: before a process ends, or a request is answered.
 *
 * @throws {@link FlushTimeoutError} when listeners still work after `timeout` milliseconds.
 * @throws {@link InvalidArgumentError} when `timeout` is no number of milliseconds.
 */
export async function flush({ timeout }: FlushOptions = {}): Promise<void> {
  if (timeout === undefined) return listenerWork.wait();
  checkDelay("timeout", timeout);
  const isDone = await waitAtMost(
    listenerWork.wait().then(() => true),
    timeout,
  );
  if (isDone === true) return;
  throw new FlushTimeoutError(
    `${String(listenerWork.size)} listener calls were still at work after ${String(timeout)} ms; give flush() more time.`,
  );
}
