import { ambientRun, forgetAbsence, knowAbsence } from "#platform";
import type { RunTree } from "./run-tree.ts";

/**
 * The stretch in which one chunk of a source, or the output of a body, passes through the steps below it, within one tick. What
 * is the same for all the events that follow from it is found out once: their time, and that they are told outside of any run.
 * The one takes 50 ns to find out on Node 20, the other 30, where an event takes 100 in all. User code on the way ends it as to
 * the time.
 *
 * A source makes one when it begins to read: what is ambient there is ambient after each of its awaits.
 */
export class Moment {
  readonly #tree: RunTree;
  readonly #isOutside: boolean;

  constructor(tree: RunTree) {
    this.#tree = tree;
    // Asked of the platform: it may be made within another's moment, and by code that went elsewhere meanwhile.
    this.#isOutside = ambientRun.get() === undefined;
  }

  /** Gives `each` a chunk, or an output, that has come in: what is told meanwhile follows from it. Throws what `each` throws. */
  handOn<Chunk>(chunk: Chunk, each: (chunk: Chunk) => void): void {
    this.#tree.beginMoment();
    if (this.#isOutside) knowAbsence();
    try {
      each(chunk);
    } finally {
      this.#tree.endMoment();
      forgetAbsence();
    }
  }
}
