import type { Pressure } from "./sink.ts";

/** The pressure of what may be another sink by now, such as that of the attempt at hand. */
export class CurrentPressure implements Pressure {
  readonly #find: () => Pressure;

  constructor(find: () => Pressure) {
    this.#find = find;
  }

  get isClosed(): boolean {
    return this.#find().isClosed;
  }

  whenOpen(resume: () => void): void {
    this.#find().whenOpen(resume);
  }
}
