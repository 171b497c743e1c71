/**
 * Promises that somebody may want to wait for: the work of listeners. Finished ones are forgotten at once; a rejection is
 * the business of whoever added the promise.
 */
export class PendingWork {
  // Made when first needed: each run tree has one of these, and most have no such work.
  #promises: Set<Promise<unknown>> | undefined;

  get size(): number {
    return this.#promises?.size ?? 0;
  }

  add(promise: Promise<unknown>): void {
    const promises = (this.#promises ??= new Set());
    promises.add(promise);
    const forget = (): void => {
      promises.delete(promise);
    };
    promise.then(forget, forget);
  }

  /** Resolves when everything that is pending now, and what is added meanwhile, is done. */
  async wait(): Promise<void> {
    while (this.size > 0) await this.settled();
  }

  /** Resolves when everything that is pending now is done; what is added meanwhile is not waited for. */
  async settled(): Promise<void> {
    if (this.#promises !== undefined) await Promise.allSettled(this.#promises);
  }
}
