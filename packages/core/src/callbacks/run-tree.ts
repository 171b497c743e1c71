import { readClockOffset } from "../context/clock.ts";
import { PendingWork } from "./pending-work.ts";

/** What all runs below one root run share: the order of their events, and the listeners' work that they wait for. */
export class RunTree {
  /** The `seq` of the next event. Counted also when nobody hears it, so that no filter changes an event. */
  nextSeq = 0;
  /** The unfinished work of listeners with `awaited: true`. */
  readonly awaited = new PendingWork();
  // Read with the first event: most trees that nobody listens to never have one.
  #clockOffset: number | undefined;
  #lastTime = 0;

  /** Milliseconds since the epoch, never less than the last answer. */
  now(): number {
    const time = (this.#clockOffset ??= readClockOffset()) + performance.now();
    if (time > this.#lastTime) this.#lastTime = time;
    return this.#lastTime;
  }
}
