import { compileFilter } from "../events/event-filter.ts";
import { Listener } from "./listener.ts";
import { processSettings } from "./process-listeners.ts";
import type { RunContext } from "./run-context.ts";

/**
 * Listeners for one run, and none of those inside it, in the place of a component's own. One that hears the runs of this context
 * anyway is left out, so that it is told once.
 */
export function listenersOfRun(
  own: readonly Listener[],
  runId: string,
  { listeners }: RunContext,
): readonly Listener[] {
  const heard = [...listeners, ...processSettings.listeners.all];
  return own
    .filter(
      (listener) =>
        !heard.includes(listener) && listener.handler.filter?.runIds?.includes(runId) !== false,
    )
    .map(
      ({ handler }) =>
        new Listener(handler, { filter: compileFilter({ ...handler.filter, runIds: [runId] }) }),
    );
}
