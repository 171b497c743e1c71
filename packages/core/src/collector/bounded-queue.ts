import { checkCount } from "../callbacks/check-count.ts";
import type { Gate } from "../context/gate.ts";
import { Fifo } from "../util/fifo.ts";
import { createPlainConstructor } from "../util/create-plain-constructor.ts";

/** How many values a queue holds before it asks the producer to wait. */
export const defaultHighWaterMark = 64;

/** How a queue is set up. */
export interface BoundedQueueOptions {
  /** Closed while the queue is full. */
  readonly gate: Gate;
  readonly highWaterMark: number;
  /** Called when the consumer leaves before the end; the queue's `return()` waits for it. */
  readonly onLeave: () => Promise<void> | undefined;
}

const NextResult = createPlainConstructor(function <Value>(
  this: { done: false; value: Value },
  value: Value,
) {
  this.done = false;
  this.value = value;
});

type Resolve<Value> = (
  result: IteratorResult<Value, undefined> | Promise<IteratorResult<Value, undefined>>,
) => void;

/**
 * A queue between a producer that pushes and one `for await` loop: the only buffer between a run and its reader. At
 * `highWaterMark` values it closes its gate, and opens it again when it is down to half: a producer that looks at the gate
 * before each chunk is never more than that, and one chunk's burst, ahead. Nothing is dropped.
 */
export class BoundedQueue<Value> implements AsyncIterableIterator<Value, undefined> {
  readonly #gate: Gate;
  readonly #highWaterMark: number;
  readonly #lowWaterMark: number;
  readonly #onLeave: () => Promise<void> | undefined;
  readonly #values = new Fifo<Value>();
  // A loop waits once at a time; only who calls `next` by hand can wait more often.
  #waiting: Resolve<Value> | undefined;
  #waitingLater: Resolve<Value>[] = [];
  #holdsGate = false;
  #isEnded = false;
  #failure: { readonly error: unknown } | undefined;

  constructor(options: BoundedQueueOptions) {
    this.#gate = options.gate;
    this.#highWaterMark = options.highWaterMark;
    this.#lowWaterMark = Math.floor(options.highWaterMark / 2);
    this.#onLeave = options.onLeave;
  }

  get size(): number {
    return this.#values.size;
  }

  push(value: Value): void {
    if (this.#isEnded) return;
    const resolve = this.#takeResolve();
    if (resolve !== undefined) {
      resolve(new NextResult(value));
      return;
    }
    this.#values.push(value);
    if (!this.#holdsGate && this.size >= this.#highWaterMark) this.#closeGate();
  }

  /** What is queued is still handed out; then the loop ends. */
  end(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#openGate();
    for (let resolve = this.#takeResolve(); resolve !== undefined; resolve = this.#takeResolve())
      resolve({ done: true, value: undefined });
  }

  /** What is queued is still handed out; then the loop throws `error`, once. */
  fail(error: unknown): void {
    if (this.#isEnded) return;
    const resolve = this.#takeResolve();
    if (resolve === undefined) this.#failure = { error };
    else resolve(Promise.reject(error));
    this.end();
  }

  next(): Promise<IteratorResult<Value, undefined>> {
    if (this.#values.size > 0) return Promise.resolve(new NextResult(this.#take()));
    if (this.#failure !== undefined) {
      const { error } = this.#failure;
      this.#failure = undefined;
      return Promise.reject(error);
    }
    if (this.#isEnded) return Promise.resolve({ done: true, value: undefined });
    return new Promise(this.#wait);
  }

  /** Leaves: drops what is queued, lets the producer go, and waits until it has come to rest. */
  async return(): Promise<IteratorResult<Value, undefined>> {
    this.#failure = undefined;
    this.#values.clear();
    this.end();
    await this.#onLeave();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #take(): Value {
    const value = this.#values.shift() as Value;
    if (this.#holdsGate && this.size <= this.#lowWaterMark) this.#openGate();
    return value;
  }

  // Made once for each queue: a loop that is faster than its producer waits for each chunk.
  readonly #wait = (resolve: Resolve<Value>): void => {
    if (this.#waiting === undefined) this.#waiting = resolve;
    else this.#waitingLater.push(resolve);
  };

  #takeResolve(): Resolve<Value> | undefined {
    const resolve = this.#waiting;
    if (resolve !== undefined)
      this.#waiting = this.#waitingLater.length === 0 ? undefined : this.#waitingLater.shift();
    return resolve;
  }

  #closeGate(): void {
    this.#holdsGate = true;
    this.#gate.close();
  }

  #openGate(): void {
    if (!this.#holdsGate) return;
    this.#holdsGate = false;
    this.#gate.open();
  }
}

/**
 * Checks a `highWaterMark`, and gives it; {@link defaultHighWaterMark} for none.
 *
 * @throws {@link InvalidArgumentError} when it is no whole number of at least 1.
 */
export function checkHighWaterMark(value: number | undefined): number {
  return checkCount("highWaterMark", value ?? defaultHighWaterMark);
}
