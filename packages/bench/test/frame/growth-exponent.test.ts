import fc from "fast-check";
import { growthExponent } from "../../src/frame/growth-exponent.ts";

describe("growthExponent", () => {
  test("is 1 for what is linear, 2 for what is quadratic, 0 for what stays", () => {
    const sizes = [10, 100, 1_000, 10_000, 100_000];
    const of = (toTotal: (size: number) => number): number =>
      growthExponent(sizes.map((size) => ({ size, total: toTotal(size) })));
    expect(of((size) => 3 * size)).toBeCloseTo(1, 10);
    expect(of((size) => 0.5 * size ** 2)).toBeCloseTo(2, 10);
    expect(of(() => 7)).toBeCloseTo(0, 10);
    expect(of((size) => size * Math.log(size))).toBeGreaterThan(1.1);
  });

  test("is the least squares: what is off on one side is made up for by what is off on the other", () => {
    const totals = [
      { size: 1, total: 1 },
      { size: Math.E, total: Math.E ** 2 },
      { size: Math.E ** 2, total: Math.E },
    ];
    expect(growthExponent(totals)).toBeCloseTo(0.5, 10);
  });

  test("has no value for a single size", () => {
    expect(growthExponent([{ size: 10, total: 1 }])).toBeNaN();
  });

  test("finds the exponent of any power law, in any unit and order", () => {
    const sizes = fc.uniqueArray(fc.integer({ min: 1, max: 1_000_000 }), {
      minLength: 5,
      maxLength: 12,
    });
    const isWide = (given: readonly number[]): boolean =>
      Math.max(...given) > 2 * Math.min(...given);
    fc.assert(
      fc.property(
        sizes.filter(isWide),
        fc.double({ min: 0, max: 3, noNaN: true }),
        fc.double({ min: 0.001, max: 1_000, noNaN: true }),
        (given, exponent, unit) => {
          const totals = given.map((size) => ({ size, total: unit * size ** exponent }));
          expect(growthExponent(totals)).toBeCloseTo(exponent, 6);
          expect(growthExponent(totals.toReversed())).toBeCloseTo(exponent, 6);
        },
      ),
    );
  });
});
