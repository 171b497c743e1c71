import { logLogSlope } from "../src/log-log-slope.ts";

describe("logLogSlope", () => {
  const sizes = [10, 100, 1_000, 10_000, 100_000];

  test("is the power that a cost grows with", () => {
    expect(logLogSlope(sizes.map((size) => [size, 7 * size]))).toBeCloseTo(1);
    expect(logLogSlope(sizes.map((size) => [size, 0.5 * size ** 2]))).toBeCloseTo(2);
    expect(logLogSlope(sizes.map((size) => [size, 3]))).toBeCloseTo(0);
  });

  test("takes the line that fits best where the points are on none", () => {
    const scattered = [1.2, 0.9, 1, 1.1, 0.8].map((factor, index) => {
      const size = 10 ** index;
      return [size, size * factor] as const;
    });
    expect(logLogSlope(scattered)).toBeGreaterThan(0.9);
    expect(logLogSlope(scattered)).toBeLessThan(1);
  });
});
