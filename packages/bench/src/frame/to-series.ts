import { growthExponent } from "./growth-exponent.ts";
import { costIn, type Round } from "./measure.ts";
import type { Series } from "./report.ts";
import type { SizedSide } from "./side.ts";
import type { SizedProgram } from "./sized-program.ts";
import { median } from "./statistics.ts";

/** What was found of a program; `sides` are it at its sizes. */
export function toSeries(
  { sizes: _sizes, at: _at, ...fields }: SizedProgram,
  sides: readonly SizedSide[],
  rounds: readonly Round[],
): Series {
  const exponents = rounds.map((round) =>
    growthExponent(
      sides.map(({ id, size, units }) => ({ size, total: costIn(round, id) * units })),
    ),
  );
  const points = sides.map(({ id, size, units }) => ({
    size,
    units,
    cost: median(rounds.map((round) => costIn(round, id))),
  }));
  return {
    ...fields,
    points: points.toSorted((one, other) => one.size - other.size),
    exponent: median(exponents),
  };
}
