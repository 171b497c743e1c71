import type { Vector } from "@rivulet/runnables";

/** Numbers from 0 to 1 that are the same in every run. */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Vectors around a number of centres, as texts about a number of subjects have them. */
export function createVectors(
  count: number,
  dimensions: number,
  { seed, centres = 20 }: { readonly seed: number; readonly centres?: number },
): Vector[] {
  const ofCentres = createRandom(1);
  const random = createRandom(seed);
  const createOne = (next: () => number): Vector =>
    Array.from({ length: dimensions }, () => next() + next() - 1);
  const all = Array.from({ length: centres }, () => createOne(ofCentres));
  return Array.from({ length: count }, () => {
    const centre = all[Math.floor(random() * centres)] ?? [];
    return createOne(random).map((value, index) => value + (centre[index] ?? 0));
  });
}
