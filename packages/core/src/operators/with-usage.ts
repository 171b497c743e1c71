import type { OperatorFunction } from "rxjs";
import { createOperatorSubscriber } from "rxjs/internal/operators/OperatorSubscriber";
import { operate } from "rxjs/internal/util/lift";
import type { RunEvent } from "../events/run-event.ts";
import type { Usage } from "./usage.ts";
import { UsageLedger } from "./usage-ledger.ts";

/** An event, and what was used up to it. */
export interface EventWithUsage<Event extends RunEvent = RunEvent> {
  readonly event: Event;
  /** What the event's run and the runs inside it have used so far, this event included. */
  readonly usage: Usage;
}

/**
 * Gives with each event the tokens that its run and all runs inside it have used so far. It reads `usage_metadata` of the
 * chunks and outputs of model runs; what a run's output says counts in place of its chunks.
 *
 * @example
 * observeRuns().pipe(withUsage(), filter(({ event }) => event.event === "on_chain_end"))
 *   .subscribe(({ event, usage }) => console.log(event.name, usage.total_tokens));
 */
export function withUsage<Event extends RunEvent>(): OperatorFunction<
  Event,
  EventWithUsage<Event>
> {
  return operate((events, subscriber) => {
    const ledger = new UsageLedger();
    events.subscribe(
      createOperatorSubscriber(subscriber, (event) => {
        subscriber.next({ event, usage: ledger.add(event) });
      }),
    );
  });
}
