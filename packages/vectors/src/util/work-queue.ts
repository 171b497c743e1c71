/** Runs pieces of work one after the other, in the order in which they were given. */
export class WorkQueue {
  #last: Promise<unknown> = Promise.resolve();

  /** What the work gives, once all work before it has ended. Work that fails does not hinder what follows. */
  run<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(work, work);
    this.#last = result.catch(() => undefined);
    return result;
  }
}
