import { compileFilter } from "../events/event-filter.ts";
import type { CallbackHandler } from "./callback-handler.ts";
import { Listener } from "./listener.ts";
import { processSettings } from "./process-listeners.ts";
import type { RunContext } from "./run-context.ts";

/**
 * The listeners of handlers that hear one run, and none of those inside it: a component's own callbacks. A handler that hears
 * the runs of this context anyway is left out, so that it is told once.
 */
export function listenersOfRun(
  handlers: readonly CallbackHandler[],
  runId: string,
  { listeners }: RunContext,
): readonly Listener[] {
  const heard = [...listeners, ...processSettings.listeners.all];
  return handlers
    .filter(
      (handler) =>
        !heard.includes(Listener.of(handler)) && handler.filter?.runIds?.includes(runId) !== false,
    )
    .map(
      (handler) =>
        new Listener(handler, { filter: compileFilter({ ...handler.filter, runIds: [runId] }) }),
    );
}
