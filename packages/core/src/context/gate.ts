import { Fifo } from "../util/fifo.ts";

const soon = Promise.resolve();

/**
 * One bit of backpressure: a consumer that has enough closes it, producers look at it before they hand on the next chunk.
 * Several consumers may close it at a time; it opens when the last of them lets go.
 *
 * Producers that wait are let go one after the other, in the order in which they came, each when the one before it has had its
 * turn to hand on what it has, and only for as long as the gate is open: of a thousand branches of a parallel no more are
 * woken than there is room for. One that comes while the gate is open need not wait for them.
 */
export class Gate {
  #closers = 0;
  #waiting: Fifo<() => void> | undefined;
  #isWaking = false;

  /** Whether a producer should wait. */
  get isClosed(): boolean {
    return this.#closers > 0;
  }

  close(): void {
    this.#closers += 1;
  }

  open(): void {
    this.#closers -= 1;
    if (this.#waiting === undefined || this.#isWaking) return;
    this.#isWaking = true;
    this.#wakeNext();
  }

  /** Calls `resume` once: at once where the gate is open, else when it opens and those who waited before have had their turn. */
  whenOpen(resume: () => void): void {
    if (this.isClosed) (this.#waiting ??= new Fifo()).push(resume);
    else resume();
  }

  readonly #wakeNext = (): void => {
    if (this.isClosed || this.#waiting === undefined) {
      this.#isWaking = false;
      return;
    }
    const resume = this.#waiting.shift();
    const isLast = this.#waiting.size === 0;
    if (isLast) this.#waiting = undefined;
    this.#isWaking = !isLast;
    resume?.();
    // What awaits a promise that `resume` resolved comes first. A `queueMicrotask` takes twice as long.
    if (!isLast) void soon.then(this.#wakeNext);
  };
}
