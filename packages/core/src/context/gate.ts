/**
 * One bit of backpressure: a consumer that has enough closes it, a producer looks at it before it pulls the next chunk.
 * Several consumers may close it at a time; it opens when the last of them lets go.
 */
export class Gate {
  #closers = 0;
  #waiting: (() => void)[] = [];

  /** Whether a producer should wait. */
  get isClosed(): boolean {
    return this.#closers > 0;
  }

  close(): void {
    this.#closers += 1;
  }

  open(): void {
    this.#closers -= 1;
    if (this.#closers > 0) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resume of waiting) resume();
  }

  /** Calls `resume` once, as soon as the gate opens; at once where it is open. */
  whenOpen(resume: () => void): void {
    if (this.isClosed) this.#waiting.push(resume);
    else resume();
  }
}
