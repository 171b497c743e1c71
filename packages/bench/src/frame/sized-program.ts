import type { SeriesFields } from "./report.ts";
import type { Side, SizedSide } from "./side.ts";

/** One program at several sizes. */
export interface SizedProgram extends SeriesFields {
  /** Five or more, for a growth exponent that says something. */
  readonly sizes: readonly number[];
  /** What it does at one of them. With a peer or a goal, that size has a row of its own. */
  readonly at: (
    size: number,
  ) => Pick<Side, "units" | "run" | "sameOutcomeAs" | "peer" | "goal" | "isRunOnce">;
}

/** The id of the side that a program is at one size. */
export function sizedId(programId: string, size: number): string {
  return `${programId}-${String(size)}`;
}

/** The label of that side. */
export function sizedLabel(
  { label, against }: Pick<SizedProgram, "label" | "against">,
  size: number,
): string {
  return `${label}, ${size.toLocaleString("en")} ${against}`;
}

/** A side for each size of a program. */
export function toSides(program: SizedProgram): readonly SizedSide[] {
  const { id, kind, sizes, at } = program;
  return sizes.map((size) => ({
    ...at(size),
    id: sizedId(id, size),
    label: sizedLabel(program, size),
    kind,
    size,
  }));
}
