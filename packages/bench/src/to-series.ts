import { growthExponent } from "./growth-exponent.ts";
import type { Round } from "./measure.ts";
import { median } from "./statistics.ts";
import type { Point, Series, SeriesFields, Side } from "./work.ts";

/** Puts together what was found of the sides that are points of a series. */
export function toSeries(
  { atMost, ...fields }: SeriesFields,
  sides: readonly Side[],
  rounds: readonly Round[],
): Series {
  const points = sides
    .flatMap(({ id, units, point }) =>
      point?.series === fields.id ? [{ id, units, size: point.size }] : [],
    )
    .toSorted((one, other) => one.size - other.size);
  const exponents = rounds.map((round) =>
    growthExponent(
      points.map(({ id, units, size }) => ({ size, total: costIn(round, id) * units })),
    ),
  );
  return {
    ...fields,
    points: points.map(({ id, units, size }): Point => ({
      size,
      units,
      cost: median(rounds.map((round) => costIn(round, id))),
    })),
    exponent: median(exponents),
    atMost,
  };
}

// A side that was not measured makes its point, and the exponent, no number.
function costIn(round: Round, id: string): number {
  return round.get(id) ?? Number.NaN;
}
