/** A run as a place in its tree. */
export interface RunPlace {
  readonly id: string;
  /** How many runs are around it. */
  readonly depth: number;
  /** Which of the runs of its tree it is, in the order in which they were made. */
  readonly number: number;
  /** The run that it is directly inside. */
  readonly parent: RunPlace | undefined;
}

/**
 * The ids on the way from the root of a tree to the run that was asked for last. Runs that are asked for one after the other
 * are mostly near each other, so that the path need only be moved a little, and the ids down to a run are a plain copy of
 * its beginning. To make them by adding one id to those of the parent took four times as long: at a depth of 500, half of
 * what a run costs.
 */
export class RunPath {
  readonly #ids: string[] = [];
  readonly #numbers: number[] = [];

  /** The ids of a run and of those around it, root first. Frozen. */
  idsDownTo(run: RunPlace): readonly string[] {
    this.#moveTo(run);
    return Object.freeze(this.#ids.slice(0, run.depth + 1));
  }

  #moveTo(run: RunPlace): void {
    if (this.#has(run)) return;
    const { parent } = run;
    if (parent !== undefined && !this.#has(parent)) this.#moveFar(parent);
    this.#add(run);
  }

  // Not by recursion: a tree may be deeper than the stack.
  #moveFar(run: RunPlace): void {
    const missing: RunPlace[] = [];
    let place: RunPlace | undefined = run;
    while (place !== undefined && !this.#has(place)) {
      missing.push(place);
      place = place.parent;
    }
    for (const next of missing.toReversed()) this.#add(next);
  }

  #has({ depth, number }: RunPlace): boolean {
    return this.#numbers[depth] === number;
  }

  #add({ depth, id, number }: RunPlace): void {
    if (this.#ids.length > depth) this.#ids.length = this.#numbers.length = depth;
    this.#ids.push(id);
    this.#numbers.push(number);
  }
}
