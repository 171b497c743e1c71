/**
 * Promises that somebody may want to wait for: the work of listeners. Finished ones are forgotten at once; a rejection is
 * the business of whoever added the promise.
 */
export class PendingWork {
  readonly #promises = new Set<Promise<unknown>>();

  get size(): number {
    return this.#promises.size;
  }

  add(promise: Promise<unknown>): void {
    this.#promises.add(promise);
    const forget = (): void => {
      this.#promises.delete(promise);
    };
    promise.then(forget, forget);
  }

  /** Resolves when everything that is pending now, and what is added meanwhile, is done. */
  async wait(): Promise<void> {
    while (this.#promises.size > 0) await Promise.allSettled(this.#promises);
  }

  /** Resolves when everything that is pending now is done; what is added meanwhile is not waited for. */
  async settled(): Promise<void> {
    await Promise.allSettled([...this.#promises]);
  }
}
