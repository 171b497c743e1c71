// Taken now: a test may have put fake timers in its place later.
const { setTimeout } = globalThis;

/**
 * Collects garbage where the process lets us (`node --expose-gc`), and says whether it did. What the present turn has
 * touched is held until the turn is over, and some things go only when others have gone: hence two rounds.
 */
export async function collectGarbage(): Promise<boolean> {
  const { gc } = globalThis as { readonly gc?: () => unknown };
  if (gc === undefined) return false;
  for (let round = 0; round < 2; round += 1) {
    await new Promise<void>((resolve) => {
      setTimeout(resolve, 0);
    });
    await gc();
  }
  return true;
}
