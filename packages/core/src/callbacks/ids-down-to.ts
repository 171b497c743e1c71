/** A run as a place in its tree. */
export interface RunPlace {
  readonly id: string;
  /** How many runs are around it. */
  readonly depth: number;
  /** The run that it is directly inside. */
  readonly parent: RunPlace | undefined;
}

/** The ids of a run and of those around it, root first. Frozen. */
export function idsDownTo(run: RunPlace): readonly string[] {
  // From the inside out, and not by the list of the parent: that one may never be made.
  const ids = [run.id];
  for (let { parent } = run; parent !== undefined; { parent } = parent) ids.push(parent.id);
  return Object.freeze(ids.reverse());
}
