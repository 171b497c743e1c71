import { Subject } from "rxjs/internal/Subject";
import type { CallbackHandler } from "../callbacks/callback-handler.ts";
import { pressureGate } from "../callbacks/listener.ts";
import { Gate } from "../context/gate.ts";
import { compileFilter, type EventFilter } from "../events/event-filter.ts";
import type { RunEvent } from "../events/run-event.ts";
import { BoundedQueue, checkHighWaterMark } from "./bounded-queue.ts";
import { QueueConsumer } from "./consumer.ts";
import { GuardedObservable } from "./guarded-observable.ts";

/** How a collector buffers for `for await`. */
export interface EventCollectorOptions {
  /** How many events a `for await` loop may lag behind before producers wait. Default 64. */
  readonly highWaterMark?: number;
}

/**
 * Gathers the events of every run that it is given to as a callback, in order, into one hot stream.
 *
 * `events$` starts with the subscription and buffers nothing; it does not end with a run, but with {@link complete}. A
 * `for await` loop over the collector has a bounded queue and holds the runs back while it is full.
 *
 * @example
 * const collector = new EventCollector({ includeTypes: ["tool"] });
 * collector.events$.subscribe((event) => console.log(event.event, event.name));
 * await chain.invoke(input, { callbacks: [collector] });
 */
export class EventCollector<Event extends RunEvent = RunEvent>
  implements CallbackHandler, AsyncIterable<Event>
{
  readonly filter?: EventFilter;
  /** The events, as they happen. Never errors. */
  readonly events$: GuardedObservable<Event>;
  readonly #subject = new Subject<Event>();
  readonly #highWaterMark: number;
  // Set by the constructor: a class with a computed field stays in the bundle of a program that does not use it, and with it
  // RxJS's Subject, 0.7 kB.
  declare readonly [pressureGate]: Gate;

  /** @throws {@link InvalidArgumentError} when the filter or `highWaterMark` is wrong. */
  constructor(filter?: EventFilter<Event>, options: EventCollectorOptions = {}) {
    if (filter !== undefined) {
      compileFilter(filter);
      this.filter = filter;
    }
    this[pressureGate] = new Gate();
    this.#highWaterMark = checkHighWaterMark(options.highWaterMark);
    this.events$ = new GuardedObservable((subscriber) => this.#subject.subscribe(subscriber));
  }

  /** Takes an event; called by the runs that this collector is a callback of. */
  readonly on_event = (event: RunEvent): void => {
    this.#subject.next(event as Event);
  };

  /** Ends `events$` and every loop; what happens later is not collected. */
  complete(): void {
    this.#subject.complete();
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<Event, undefined> {
    const queue = new BoundedQueue<Event>({
      gate: this[pressureGate],
      highWaterMark: this.#highWaterMark,
      onLeave: () => {
        subscription.unsubscribe();
        return undefined;
      },
    });
    const subscription = this.#subject.subscribe(new QueueConsumer(queue));
    return queue;
  }
}
