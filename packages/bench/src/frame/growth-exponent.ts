/** What one size took in all. */
export interface SizedTotal {
  readonly size: number;
  /** Of any unit: it does not change the exponent. */
  readonly total: number;
}

/**
 * How a total grows with size: the slope of log(total) against log(size) by least squares. 1 is linear, 2 quadratic.
 *
 * Sizes and totals have to be above zero, and two sizes have to differ; otherwise the result is not a finite number.
 */
export function growthExponent(totals: readonly SizedTotal[]): number {
  const logs = totals.map(({ size, total }) => ({ x: Math.log(size), y: Math.log(total) }));
  const meanX = mean(logs.map(({ x }) => x));
  const meanY = mean(logs.map(({ y }) => y));
  const covariance = mean(logs.map(({ x, y }) => (x - meanX) * (y - meanY)));
  const variance = mean(logs.map(({ x }) => (x - meanX) ** 2));
  return covariance / variance;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
