/**
 * The shortest delay of some tries, in milliseconds; the first one that is below the limit will do. A machine that is busy, or a
 * garbage collection, makes some of them long; what holds something up makes all of them long.
 */
export async function shortestDelay(
  limitMs: number,
  measure: () => Promise<number>,
): Promise<number> {
  let shortest = Infinity;
  for (let left = 8; left > 0 && shortest >= limitMs; left -= 1)
    shortest = Math.min(shortest, await measure());
  return shortest;
}
