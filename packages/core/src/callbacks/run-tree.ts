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
  #isInMoment = false;
  #hasMomentTime = false;

  /** Milliseconds since the epoch, never less than the last answer. */
  now(): number {
    const monotonicMs = performance.now();
    const time = (this.#clockOffset ??= readClockOffset(monotonicMs)) + monotonicMs;
    if (time > this.#lastTime) this.#lastTime = time;
    return this.#lastTime;
  }

  /**
   * The time of a chunk. The chunks that follow from one chunk of a source have its time: the clock is read once for all of
   * them, since reading it (50 ns) is half of what an event costs.
   */
  chunkTime(): number {
    if (!this.#isInMoment) return this.now();
    if (this.#hasMomentTime) return this.#lastTime;
    this.#hasMomentTime = true;
    return this.now();
  }

  /** The time of an end: that of its last chunk, where the moment is the same. With it the moment ends: the next step begins. */
  endTime(): number {
    const time = this.chunkTime();
    this.#isInMoment = false;
    return time;
  }

  /** Says that a chunk of a source has come in, and what follows from it is told until {@link endMoment}. */
  beginMoment(): void {
    this.#isInMoment = true;
    this.#hasMomentTime = false;
  }

  /** Says that all that follows from the chunk at hand has been told. */
  endMoment(): void {
    this.#isInMoment = false;
  }
}
