import { FlushTimeoutError } from "../errors/flush-timeout-error.ts";
import { listenerWork } from "./dispatch.ts";

/** How long to wait. */
export interface FlushOptions {
  /** Milliseconds; without it `flush` waits for as long as it takes. */
  readonly timeout?: number;
}

/**
 * Resolves when the promises that listeners returned are all settled: before a process ends, or a request is answered.
 *
 * @throws {@link FlushTimeoutError} when listeners still work after `timeout` milliseconds.
 */
export async function flush({ timeout }: FlushOptions = {}): Promise<void> {
  const done = listenerWork.wait();
  if (timeout === undefined) return done;
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(
        new FlushTimeoutError(
          `${String(listenerWork.size)} listener calls were still at work after ${String(timeout)} ms; give flush() more time.`,
        ),
      );
    }, timeout);
    void done.then(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
