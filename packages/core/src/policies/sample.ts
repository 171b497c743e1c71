import type { CallbackHandler } from "../callbacks/callback-handler.ts";
import { Listener } from "../callbacks/listener.ts";
import { createEventPredicate, type EventFilter } from "../events/event-filter.ts";
import { EventSampler } from "./event-sampler.ts";
import type { SamplingPolicy } from "./sampling-policy.ts";
import { wrapHandler } from "./wrap-handler.ts";

/**
 * Puts a choice before a handler: it is told all events of some root runs, and none of the others. By `ratio` a root is chosen
 * when it begins; by outcome when it is over: then its events are told at once, in order, while no run waits for them.
 *
 * The handler's filter chooses among the events of a root that is kept. Its `around` is called for every run that may be kept.
 *
 * @throws {@link InvalidArgumentError} when the policy or the handler is wrong.
 *
 * @example
 * configure({ callbacks: [sample(exporter, { ratio: 0.05, keepErrors: true, slowMs: 10_000 })] });
 */
export function sample(handler: CallbackHandler, policy: SamplingPolicy): CallbackHandler {
  const sampler = new EventSampler(policy);
  const listener = Listener.of(handler);
  const { filter } = handler;
  // What comes of a root is told by all of its events, whichever the handler wants.
  const isWanted =
    filter !== undefined && sampler.asksOutcome
      ? createEventPredicate(withoutWhere(filter))
      : undefined;
  return wrapHandler(handler, {
    filter: sampler.asksOutcome || filter === undefined ? undefined : withoutWhere(filter),
    choose: (event) => {
      const told = sampler.add(event);
      return isWanted === undefined ? told : told.filter((one) => isWanted(one));
    },
    showRun: (run) =>
      sampler.mayKeep(run.parentIds[0] ?? run.id) && listener.hears(run) ? run : undefined,
  });
}

// Asked where the handler is told, with its `awaited` and its reports.
function withoutWhere({ where: _where, ...filter }: EventFilter): EventFilter {
  return filter;
}
