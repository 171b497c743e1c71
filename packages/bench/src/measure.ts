import { isDeepStrictEqual } from "node:util";
import type { Side } from "./work.ts";

/** How often and how long. */
export interface MeasureOptions {
  readonly rounds: number;
  /** A side repeats its work within a round until this has passed: a few milliseconds alone are mostly noise. */
  readonly leastMs: number;
}

/** The cost of each side in one round: microseconds a unit, by id. */
export type Round = ReadonlyMap<string, number>;

/**
 * Runs the sides in turn, in one process, for several rounds: what disturbs the machine disturbs all of them. Each round
 * begins with another side. The first, unmeasured round warms up and compares outcomes.
 *
 * @throws an Error when two sides that should have the same outcome had not.
 */
export async function measure(sides: readonly Side[], options: MeasureOptions): Promise<Round[]> {
  await warmUp(sides, options.leastMs);
  const rounds: Round[] = [];
  for (let index = 0; index < options.rounds; index += 1) {
    const first = index % sides.length;
    const costs = new Map<string, number>();
    for (const side of [...sides.slice(first), ...sides.slice(0, first)]) {
      costs.set(side.id, await costOf(side, options.leastMs));
    }
    rounds.push(costs);
  }
  return rounds;
}

async function warmUp(sides: readonly Side[], leastMs: number): Promise<void> {
  const outcomes = new Map<string, unknown>();
  for (const side of sides) {
    const outcome = await side.run();
    await costOf(side, leastMs);
    const group = side.sameOutcomeAs;
    if (group === undefined) continue;
    if (outcomes.has(group) && !isDeepStrictEqual(outcomes.get(group), outcome)) {
      const expected = JSON.stringify(outcomes.get(group));
      throw new Error(`${side.label} did other work than the others: ${JSON.stringify(outcome)}, not ${expected}.`);
    }
    outcomes.set(group, outcome);
  }
}

async function costOf(side: Side, leastMs: number): Promise<number> {
  // One side should not pay for the garbage of the one before it. Not a full collection: a few of those in a row make V8
  // throw compiled code away, and every side would be measured cold (ours at 25 us a chunk in place of 3).
  globalThis.gc?.({ type: "minor", execution: "sync" });
  const start = performance.now();
  let elapsedMs = 0;
  let runs = 0;
  do {
    await side.run();
    runs += 1;
    elapsedMs = performance.now() - start;
  } while (elapsedMs < leastMs);
  return (elapsedMs * 1_000) / (runs * side.units);
}
