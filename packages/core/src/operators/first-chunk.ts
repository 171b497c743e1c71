import type { OperatorFunction } from "rxjs";
import { createOperatorSubscriber } from "rxjs/internal/operators/OperatorSubscriber";
import { operate } from "rxjs/internal/util/lift";
import type { RunEvent } from "../events/run-event.ts";
import { isTerminal, phaseOf } from "./event-facts.ts";

/** The first chunk of a run. */
export interface FirstChunk<Event extends RunEvent = RunEvent> {
  readonly event: Event;
  /** Milliseconds from the run's start to this chunk. */
  readonly elapsedMs: number;
}

/**
 * The first chunk of each run, with the time that it took. Of a run whose start was not seen nothing is told.
 *
 * @example
 * observeRuns().pipe(ofType("chat_model"), firstChunk()).subscribe(({ event, elapsedMs }) => record(event.name, elapsedMs));
 */
export function firstChunk<Event extends RunEvent>(): OperatorFunction<Event, FirstChunk<Event>> {
  return operate((events, subscriber) => {
    const startTimes = new Map<string, number>();
    events.subscribe(
      createOperatorSubscriber(subscriber, (event) => {
        const { run_id: id, time } = event;
        const phase = phaseOf(event);
        if (phase === "start") startTimes.set(id, time);
        if (isTerminal(event)) startTimes.delete(id);
        const startTime = phase === "stream" ? startTimes.get(id) : undefined;
        if (startTime === undefined) return;
        startTimes.delete(id);
        subscriber.next({ event, elapsedMs: time - startTime });
      }),
    );
  });
}
