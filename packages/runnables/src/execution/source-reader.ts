import { after } from "../pipeline/after.ts";
import type { Pullable } from "./pullable.ts";
import { Reading, type ReadingHost } from "./reading.ts";

/** Reads an iterator for the run of a step: the boundary where chunks enter the pipeline, one at a time. */
export class SourceReader implements ReadingHost {
  readonly step: ReadingHost["step"];
  #reading: { leave(): Promise<void> | undefined } | undefined;
  #resume: (() => void) | undefined;

  constructor(step: ReadingHost["step"]) {
    this.step = step;
  }

  /**
   * Reads values one by one and hands each to `each`, entering the run for every resumption of the user's code. Waits while
   * what is below or a consumer of events has enough; lets other streams have their turn. Ends when the values do or the step
   * is told to stop.
   */
  pull<Item>(source: Pullable<Item>, each: (item: Item) => void): Promise<undefined> {
    const reading = new Reading(this, source, each);
    this.#reading = reading;
    return new Promise((resolve, reject) => {
      // Where a value was refused, the iterator does not know; one that failed by itself is finalised already.
      reading.begin(resolve, (error) => {
        void after(reading.leave(), () => {
          reject(error);
        });
      });
    });
  }

  /**
   * Resolves when `wait` resumes, or the step comes to rest: what is waited for may be long in coming, and would keep what
   * waits. One wait at a time.
   */
  orRest(wait: (resume: () => void) => void): Promise<void> {
    return new Promise((resolve) => {
      this.#resume = resolve;
      if (this.step.isOpen) wait(resolve);
      else resolve();
    });
  }

  /** Finalises the iterator that is being read, if any. Never rejects. */
  bringToRest(): Promise<void> | undefined {
    this.#resume?.();
    return this.#reading?.leave();
  }
}
