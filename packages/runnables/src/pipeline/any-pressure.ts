import type { Pressure, Sink } from "./sink.ts";

/** The pressure of several sinks that are written to together: closed while that of any is. */
export class AnyPressure implements Pressure {
  readonly #sinks: readonly Sink<never>[];

  constructor(sinks: readonly Sink<never>[]) {
    this.#sinks = sinks;
  }

  get isClosed(): boolean {
    for (const { pressure } of this.#sinks) if (pressure.isClosed) return true;
    return false;
  }

  whenOpen(resume: () => void): void {
    const closed = this.#sinks.find(({ pressure }) => pressure.isClosed);
    if (closed === undefined) resume();
    else
      closed.pressure.whenOpen(() => {
        this.whenOpen(resume);
      });
  }
}
