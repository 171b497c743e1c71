import type { RunEvent } from "../events/run-event.ts";
import { GuardedObservable } from "./guarded-observable.ts";
import { SharedRun, type EventStreamOptions, type EventStreamSource } from "./shared-run.ts";

/**
 * The events of one run: an Observable, an AsyncIterable, and a promise of the output.
 *
 * The run starts with its first consumer (`subscribe`, `for await` or reading `.output`) and all consumers share it; those
 * that come in the same tick see every event, a later one sees what follows. A `for await` loop has a bounded queue: when
 * it lags by `highWaterMark` events the run waits. Leaving (`break`, the last `unsubscribe`) cancels the run, unless
 * `.output` was read; when `break` returns, the run's `finally` blocks have run.
 *
 * A failure reaches every consumer once: the loop throws, `error` is called, `.output` rejects. An unread `.output` is
 * never an unhandled rejection, and a subscriber that throws is reported, not rethrown.
 *
 * @example
 * for await (const event of chain.streamEvents(input)) console.log(event.event, event.name);
 */
export class EventStream<Output = unknown, Event = RunEvent>
  extends GuardedObservable<Event>
  implements AsyncIterable<Event>
{
  readonly #run: SharedRun<Output, Event>;

  /** @throws {@link InvalidArgumentError} when the filter or `highWaterMark` is wrong. */
  constructor(source: EventStreamSource<Output>, options: EventStreamOptions<Event> = {}) {
    const run = new SharedRun(source, options);
    super(
      (subscriber) => run.join(subscriber),
      (error) => run.hasFailedWith(error),
    );
    this.#run = run;
  }

  /** The run's output. Rejects as the run fails or is cancelled. */
  get output(): Promise<Output> {
    return this.#run.output;
  }

  /** A loop over the events from this moment on. */
  [Symbol.asyncIterator](): AsyncIterableIterator<Event, undefined> {
    return this.#run.iterate();
  }
}
