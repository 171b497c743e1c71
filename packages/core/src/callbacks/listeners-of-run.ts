import { compileFilter, type CompiledFilter, type FilterSubject } from "../events/event-filter.ts";
import type { EventName } from "../events/event-name.ts";
import type { RunEvent } from "../events/run-event.ts";
import type { RunType } from "../events/run-type.ts";
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
  const own: Listener[] = [];
  for (const handler of new Set(handlers)) {
    const listener = Listener.of(handler);
    if (listeners.includes(listener) || processSettings.listeners.all.includes(listener)) continue;
    own.push(new Listener(handler, { filter: new OneRunFilter(runId, handler.filter) }));
  }
  return own;
}

/** A handler's own filter, and no other run than one. */
class OneRunFilter implements CompiledFilter {
  readonly where: ((event: RunEvent) => boolean) | undefined;
  readonly #runId: string;
  readonly #filter: CompiledFilter;

  constructor(runId: string, filter: CallbackHandler["filter"]) {
    this.#runId = runId;
    this.#filter = compileFilter(filter ?? {});
    this.where = this.#filter.where;
  }

  couldMatch(type: RunType, name?: string): boolean {
    return this.#filter.couldMatch(type, name);
  }

  matchesRun(run: FilterSubject): boolean {
    return run.id === this.#runId && this.#filter.matchesRun(run);
  }

  matchesCustomEvent(run: FilterSubject, name: string): boolean {
    return run.id === this.#runId && this.#filter.matchesCustomEvent(run, name);
  }

  matchesEventName(name: EventName): boolean {
    return this.#filter.matchesEventName(name);
  }
}
