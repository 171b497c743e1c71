import type { CallbackHandler, RunInfo } from "../callbacks/callback-handler.ts";
import { deliver } from "../callbacks/dispatch.ts";
import { Listener, pressureGate } from "../callbacks/listener.ts";
import { PendingWork } from "../callbacks/pending-work.ts";
import type { EventFilter } from "../events/event-filter.ts";
import type { RunEvent } from "../events/run-event.ts";

/** What a wrapper does before a handler. */
export interface HandlerWrapping {
  /** What the wrapper itself has to hear. */
  readonly filter: EventFilter | undefined;
  /** The events that the handler is told because of one. */
  readonly choose: (event: RunEvent) => readonly RunEvent[];
  /** The run as an `around` hook is shown it; `undefined` when it is not shown. */
  readonly showRun: (run: RunInfo) => RunInfo | undefined;
}

/**
 * A handler that tells another one what `choose` gives: by its own listeners, its filter's `where` and `awaited`, as if it
 * had been registered itself. Backpressure of a handler that has a queue goes through.
 *
 * @throws {@link InvalidArgumentError} when `handler` is no handler.
 */
export function wrapHandler(handler: CallbackHandler, wrapping: HandlerWrapping): CallbackHandler {
  return wrapListener(Listener.of(handler), wrapping);
}

/** The same for a handler that has been prepared. */
export function wrapListener(
  listener: Listener,
  { filter, choose, showRun }: HandlerWrapping,
): CallbackHandler {
  const { gate, handler } = listener;
  return {
    ...(filter !== undefined && { filter }),
    ...(handler.awaited === true && { awaited: true }),
    ...(gate !== undefined && { [pressureGate]: gate }),
    ...(listener.hasAround && {
      around: <Result>(run: RunInfo, next: () => Result): Result => {
        const shown = showRun(run);
        return shown === undefined || handler.around === undefined
          ? next()
          : handler.around(shown, next);
      },
    }),
    on_event: (event) => {
      const awaited = new PendingWork();
      for (const told of choose(event)) deliver(told, listener.deliveriesFor(told.event), awaited);
      return awaited.size > 0 ? awaited.wait() : undefined;
    },
  };
}
