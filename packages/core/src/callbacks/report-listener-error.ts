import type { CallbackHandler } from "./callback-handler.ts";
import type { RunEvent } from "../events/run-event.ts";

/** Where a listener failed. */
export interface ListenerErrorContext {
  /** The handler whose listener, filter or `around` hook failed; `undefined` for a subscriber of an observable. */
  readonly handler: CallbackHandler | undefined;
  /** The event that it was told; `undefined` when the failure was in an `around` hook. */
  readonly event: RunEvent | undefined;
}

/** Told of every failure of a listener. What it throws, or rejects with, is warned of. */
export type ListenerErrorReporter = (error: unknown, context: ListenerErrorContext) => unknown;

const warned = new WeakSet<object>();

let reporter: ListenerErrorReporter | undefined;

/** Replaces the reporter; `undefined` brings the default back. */
export function setListenerErrorReporter(next: ListenerErrorReporter | undefined): void {
  reporter = next;
}

/**
 * The one door through which failures of listeners go. Never throws. `listener` is whoever failed, a handler or not: the
 * default reporter warns once for each.
 */
export function reportListenerError(
  error: unknown,
  context: ListenerErrorContext,
  listener: object,
): void {
  if (reporter === undefined) {
    warnOnce(error, context, listener);
    return;
  }
  const warn = (reporterError: unknown): void => {
    warnOnce(reporterError, context, listener);
  };
  try {
    void Promise.resolve(reporter(error, context)).then(undefined, warn);
  } catch (reporterError) {
    warn(reporterError);
  }
}

function warnOnce(error: unknown, { event }: ListenerErrorContext, listener: object): void {
  if (warned.has(listener)) return;
  warned.add(listener);
  const where = event === undefined ? "" : ` at ${event.event} of ${event.name}`;
  const message = `A Rivulet listener failed${where}; the run goes on. Its later failures are not shown.`;
  try {
    console.warn(message, error);
  } catch {
    // An error may refuse to be printed, and a console may be anybody's: neither may harm the run.
  }
}
