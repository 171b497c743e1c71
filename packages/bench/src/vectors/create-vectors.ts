/** What vectors are like: around centres, as those of texts about subjects, or in all directions alike. */
export type VectorShape = "clustered" | "random";

/** Which vectors to make. */
export interface VectorSet {
  readonly shape: VectorShape;
  readonly count: number;
  readonly dimensions: number;
  /** Sets with the same seed are the same; all have the same centres. */
  readonly seed: number;
}

const centreCount = 100;
const centreSeed = 7;

/** Vectors that are the same in every run. */
export function createVectors({ shape, count, dimensions, seed }: VectorSet): number[][] {
  const ofCentres = createNormal(centreSeed);
  const centres = Array.from({ length: centreCount }, () =>
    Array.from({ length: dimensions }, ofCentres),
  );
  const normal = createNormal(seed);
  return Array.from({ length: count }, (_, index) => {
    const centre = shape === "clustered" ? centres[(index * seed) % centreCount] : undefined;
    return Array.from({ length: dimensions }, (_value, place) => normal() + (centre?.[place] ?? 0));
  });
}

// Numbers of a normal distribution, by Box and Muller.
function createNormal(seed: number): () => number {
  const random = createRandom(seed);
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

// Mulberry32.
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
