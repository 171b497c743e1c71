import type { CallbackHandler } from "@rivulet/core";
import type { StreamEvent } from "@rivulet/runnables";
import type { HandlerErrorReporter } from "../problems/problem-of.ts";

/** What stands between events and a sink. */
export interface Redaction {
  /** Wraps the sink: it decides what goes on, and as what. */
  readonly redact: ((sink: CallbackHandler) => CallbackHandler) | undefined;
  readonly report: HandlerErrorReporter;
}

/**
 * Tells events to a sink by way of what redacts them. What that fails on is reported, and not told: better no event than a
 * secret.
 */
export function createRedactor(
  { redact, report }: Redaction,
  sink: (event: StreamEvent) => void,
): (event: StreamEvent) => void {
  if (redact === undefined) return sink;
  const handler = redact({
    on_event: (event) => {
      sink(event as StreamEvent);
    },
  });
  return (event) => {
    try {
      callHandler(handler, event);
    } catch (error) {
      report(error);
    }
  };
}

// As the dispatcher of the kernel calls a handler.
function callHandler(handler: CallbackHandler, event: StreamEvent): void {
  const own = handler[event.event] as ((event: StreamEvent) => unknown) | undefined;
  own?.call(handler, event);
  void handler.on_event?.(event);
}
