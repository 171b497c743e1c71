import type { CallbackHandler } from "./callback-handler.ts";
import type { RunEvent } from "../events/run-event.ts";

/** Where a listener failed. */
export interface ListenerErrorContext {
  /** The handler whose listener, filter or `around` hook failed; `undefined` for a subscriber of an observable. */
  readonly handler: CallbackHandler | undefined;
  /** The event that it was told; `undefined` when the failure was in an `around` hook. */
  readonly event: RunEvent | undefined;
}

/** Told of every failure of a listener. */
export type ListenerErrorReporter = (error: unknown, context: ListenerErrorContext) => void;

const warned = new WeakSet<object>();
const anonymous = {};

/** The default reporter: one `console.warn` per listener, however often it fails. */
export const warnOnce: ListenerErrorReporter = (error, { handler, event }) => {
  const key = handler ?? anonymous;
  if (warned.has(key)) return;
  warned.add(key);
  const where = event === undefined ? "" : ` at ${event.event} of ${event.name}`;
  console.warn(
    `A Rivulet listener failed${where}; the run goes on. Later failures of this listener are not shown.`,
    error,
  );
};

let reporter: ListenerErrorReporter = warnOnce;

/** Replaces the reporter; `undefined` brings the default back. */
export function setListenerErrorReporter(next: ListenerErrorReporter | undefined): void {
  reporter = next ?? warnOnce;
}

/** The one door through which failures of listeners go. Never throws. */
export function reportListenerError(error: unknown, context: ListenerErrorContext): void {
  try {
    reporter(error, context);
  } catch (reporterError) {
    warnOnce(reporterError, context);
  }
}
