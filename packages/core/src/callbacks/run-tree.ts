import { Clock } from "../context/clock.ts";
import type { Turn } from "#platform";
import { PendingWork } from "./pending-work.ts";

/** What all runs below one root run share: the order of their events, and the listeners' work that they wait for. */
export class RunTree {
  /** The `seq` of the next event. Counted also when nobody hears it, so that no filter changes an event. */
  nextSeq = 0;
  /** The unfinished work of listeners with `awaited: true`. */
  readonly awaited = new PendingWork();
  /** When its sources read; made by the first that does. */
  turn: Turn | undefined;
  // Read with the first event: most trees that nobody listens to never have one.
  #clock: Clock | undefined;
  #lastTime = 0;
  #isInMoment = false;
  #hasMomentTime = false;

  /** Milliseconds since the epoch, never less than the last answer. */
  now(): number {
    const time = (this.#clock ??= new Clock()).now();
    if (time > this.#lastTime) this.#lastTime = time;
    return this.#lastTime;
  }

  /**
   * The time of a chunk or an end. What follows from one chunk of a source, or from the output of one body, has its time: the
   * clock is read once for all of it, since reading it (50 ns) is half of what an event costs.
   */
  momentTime(): number {
    if (!this.#isInMoment) return this.now();
    if (this.#hasMomentTime) return this.#lastTime;
    this.#hasMomentTime = true;
    return this.now();
  }

  /** Says that a chunk of a source or the output of a body has come in, and what follows from it is told until {@link endMoment}. */
  beginMoment(): void {
    this.#isInMoment = true;
    this.#hasMomentTime = false;
  }

  /** Says that all that follows from the chunk at hand has been told, or that user code takes its time now. */
  endMoment(): void {
    this.#isInMoment = false;
  }
}
