// Taken now: a test may have put fake timers in its place later.
const { setTimeout } = globalThis;

/** Some things go only when others have gone, each a round later; what is there after so many is held by something. */
const maxRounds = 20;

/**
 * Collects garbage until `isGone` says so, or often enough. Says whether the process lets us at all (`node --expose-gc`).
 * What the present turn has touched is held until the turn is over: hence a turn before each round.
 */
export async function collectGarbage(isGone: () => boolean): Promise<boolean> {
  const { gc } = globalThis as { readonly gc?: () => unknown };
  if (gc === undefined) return false;
  for (let round = 0; round < maxRounds; round += 1) {
    await new Promise<void>((resolve) => {
      setTimeout(resolve, 0);
    });
    await gc();
    if (isGone()) break;
  }
  return true;
}
