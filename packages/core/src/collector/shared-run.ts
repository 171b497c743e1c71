import type { Subscriber, TeardownLogic } from "rxjs";
import type { CallbackHandler } from "../callbacks/callback-handler.ts";
import { preparedListener, pressureGate, type StreamHandler } from "../callbacks/listener.ts";
import { CancelScope } from "../context/cancel-scope.ts";
import { Gate } from "../context/gate.ts";
import { RunCancelledError } from "../errors/run-cancelled-error.ts";
import { compileFilter, type EventFilter } from "../events/event-filter.ts";
import type { RunEvent } from "../events/run-event.ts";
import type { Outcome } from "../util/outcome.ts";
import { BoundedQueue, checkHighWaterMark } from "./bounded-queue.ts";
import { QueueConsumer, type Consumer } from "./consumer.ts";

/** What a stream of events is a stream of. */
export interface EventStreamSource<Output> {
  /**
   * Starts the run with these callbacks, inside `scope`, and resolves with its output when it has come to rest. Called
   * once, when there is a first consumer.
   */
  readonly start: (callbacks: readonly CallbackHandler[], scope: CancelScope) => Promise<Output>;
  /** What cancels the run together with its surroundings. */
  readonly parentScope?: CancelScope | undefined;
}

/** How the events of a stream are chosen, shaped and buffered. */
export interface EventStreamOptions<Event> {
  readonly filter?: EventFilter<Event> | undefined;
  /** How many events a `for await` loop may lag behind before the producer waits. Default 64. */
  readonly highWaterMark?: number | undefined;
  /** Makes the event that consumers see; `undefined` leaves it out. By default an event is handed on as it is. */
  readonly project?: ((event: RunEvent) => Event | undefined) | undefined;
}

const soon = Promise.resolve();

/**
 * One run with any number of consumers: it starts with the first, all share it, and it is cancelled when the last one
 * leaves before the end. Whoever reads the output is a consumer that never leaves.
 */
export class SharedRun<Output, Event> {
  readonly #source: EventStreamSource<Output>;
  readonly #options: EventStreamOptions<Event>;
  readonly #highWaterMark: number;
  readonly #gate = new Gate();
  /** Replaced, never written to, when it changes: who comes while an event is told is told the next one. */
  #consumers: readonly Consumer<Event>[] = [];
  #isScheduled = false;
  // Made at the start: a stream that nobody reads leaves nothing behind where it was made.
  #scope: CancelScope | undefined;
  #settled: Promise<void> | undefined;
  #outcome: Outcome<Output> | undefined;
  #output: Promise<Output> | undefined;
  #settleOutput: ((outcome: Outcome<Output>) => void) | undefined;

  constructor(source: EventStreamSource<Output>, options: EventStreamOptions<Event>) {
    if (options.filter !== undefined) compileFilter(options.filter);
    this.#highWaterMark = checkHighWaterMark(options.highWaterMark);
    this.#source = source;
    this.#options = options;
  }

  /** The output; asking for it starts the run and keeps it going. Never an unhandled rejection. */
  get output(): Promise<Output> {
    if (this.#output !== undefined) return this.#output;
    const output = new Promise<Output>((resolve, reject) => {
      this.#settleOutput = (outcome) => {
        if ("error" in outcome) reject(outcome.error);
        else resolve(outcome.value);
      };
    });
    this.#output = output;
    output.catch(() => undefined);
    if (this.#outcome === undefined) this.#schedule();
    else this.#settleOutput?.(this.#outcome);
    return output;
  }

  /** Whether this is the error that the run ended with. */
  hasFailedWith(error: unknown): boolean {
    return (
      this.#outcome !== undefined &&
      "error" in this.#outcome &&
      Object.is(this.#outcome.error, error)
    );
  }

  /** Adds a subscriber, from this moment on. */
  join(subscriber: Subscriber<Event>): TeardownLogic {
    if (this.#outcome !== undefined) {
      tellEnd(subscriber, this.#outcome);
      return undefined;
    }
    this.#enter(subscriber);
    return () => {
      void this.#leave(subscriber);
    };
  }

  /** Adds a loop with a bounded queue, from this moment on. */
  iterate(): BoundedQueue<Event> {
    let left: Promise<void> | undefined;
    const queue = new BoundedQueue<Event>({
      gate: this.#gate,
      highWaterMark: this.#highWaterMark,
      onLeave: () => {
        left ??= this.#leave(consumer);
        return left;
      },
    });
    const consumer = new QueueConsumer(queue);
    if (this.#outcome === undefined) this.#enter(consumer);
    else tellEnd(consumer, this.#outcome);
    return queue;
  }

  #enter(consumer: Consumer<Event>): void {
    this.#consumers = [...this.#consumers, consumer];
    this.#schedule();
  }

  #leave(consumer: Consumer<Event>): Promise<void> | undefined {
    if (!this.#consumers.includes(consumer)) return undefined;
    this.#consumers = this.#consumers.filter((other) => other !== consumer);
    if (this.#consumers.length > 0 || this.#output !== undefined || this.#outcome !== undefined)
      return undefined;
    // Before the start there is nothing to cancel; a consumer may leave because of the very first event, within it.
    this.#scope?.cancel(
      new RunCancelledError("The run was cancelled because its last consumer left."),
    );
    return this.#settled;
  }

  // In a microtask, so that consumers who come in the same tick all see the run from its start.
  #schedule(): void {
    if (this.#isScheduled || this.#outcome !== undefined) return;
    this.#isScheduled = true;
    // Not by `queueMicrotask`, for which Node keeps 0.9 kB until it was called.
    void soon.then(() => {
      if (this.#consumers.length > 0 || this.#output !== undefined) this.#start();
      else this.#isScheduled = false;
    });
  }

  #start(): void {
    const scope = new CancelScope(this.#source.parentScope);
    this.#scope = scope;
    this.#settled = this.#run(scope).then(
      (value) => {
        this.#finish({ value });
      },
      (error: unknown) => {
        this.#finish({ error });
      },
    );
  }

  #run(scope: CancelScope): Promise<Output> {
    try {
      // As `await` would have it: a function of JavaScript may give the output itself.
      return Promise.resolve(this.#source.start([this.#createHandler()], scope));
    } catch (error) {
      return Promise.reject(error);
    }
  }

  #finish(outcome: Outcome<Output>): void {
    this.#outcome = outcome;
    this.#scope?.close();
    this.#settleOutput?.(outcome);
    const consumers = this.#consumers;
    this.#consumers = [];
    for (const consumer of consumers) tellEnd(consumer, outcome);
  }

  #createHandler(): CallbackHandler {
    const { filter, project } = this.#options;
    const on_event = (event: RunEvent): void => {
      const projected = project === undefined ? (event as Event) : project(event);
      if (projected === undefined) return;
      // By index, over the list that there was: a `for of` costs 13 ns an event more.
      const consumers = this.#consumers;
      for (let index = 0; index < consumers.length; index += 1) consumers[index]?.next(projected);
    };
    const handler: StreamHandler = {
      on_event,
      [pressureGate]: this.#gate,
      [preparedListener]: undefined,
    };
    return filter === undefined ? handler : { ...handler, filter: filter as EventFilter };
  }
}

function tellEnd(
  consumer: Pick<Consumer<never>, "error" | "complete">,
  outcome: Outcome<unknown>,
): void {
  if ("error" in outcome) consumer.error(outcome.error);
  else consumer.complete();
}
