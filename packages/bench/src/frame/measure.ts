import { isDeepStrictEqual } from "node:util";
import { isOnlyPoint, type Side } from "./side.ts";

/** How often and how long. */
export interface MeasureOptions {
  readonly rounds: number;
  /** A side repeats its work within a round until this has passed: a few milliseconds alone are mostly noise. */
  readonly leastMs: number;
}

/** The cost of each side in one round: microseconds a unit, by id. */
export type Round = ReadonlyMap<string, number>;

/**
 * What a side cost in a round.
 *
 * @throws an Error when there is no such side.
 */
export function costIn(round: Round, sideId: string): number {
  const cost = round.get(sideId);
  if (cost === undefined) throw new Error(`No side of this work is called ${sideId}.`);
  return cost;
}

/**
 * Runs the sides in turn, in one process, for several rounds: what disturbs the machine disturbs all of them. The
 * order changes with each round. Before the first, every side runs once, and outcomes are compared; a side that is run once
 * has the cost of that run in every round.
 *
 * @throws an Error when two sides that should have the same outcome had not.
 */
export async function measure(sides: readonly Side[], options: MeasureOptions): Promise<Round[]> {
  const firstCosts = await runFirst(sides);
  const repeated = sides.filter(({ isRunOnce }) => isRunOnce !== true);
  const once = [...firstCosts].filter(([id]) => !repeated.some((side) => side.id === id));
  const rounds: Round[] = [];
  for (let index = 0; index < options.rounds; index += 1) {
    const costs = new Map<string, number>();
    for (const side of inOrder(repeated, index)) {
      // There are many points, and an exponent is made of five of them.
      const leastMs = isOnlyPoint(side) ? options.leastMs / 2 : options.leastMs;
      costs.set(side.id, await costOf(side, leastMs));
    }
    for (const [id, cost] of once) costs.set(id, cost);
    rounds.push(costs);
  }
  return rounds;
}

// Rotated, and every other round backwards, so that a side does not always come after the same one.
function inOrder(sides: readonly Side[], round: number): readonly Side[] {
  const first = round % sides.length;
  const rotated = [...sides.slice(first), ...sides.slice(0, first)];
  return round % 2 === 0 ? rotated : rotated.toReversed();
}

/**
 * Runs every side once, and compares what came out. Resolves with what these runs cost.
 *
 * @throws an Error when two sides that should have the same outcome had not.
 */
export async function runFirst(sides: readonly Side[]): Promise<Round> {
  const outcomes = new Map<string, unknown>();
  const costs = new Map<string, number>();
  for (const side of sides) {
    const start = performance.now();
    const outcome = await side.run();
    costs.set(side.id, toCost(side, performance.now() - start));
    const group = side.sameOutcomeAs;
    if (group === undefined) continue;
    if (outcomes.has(group) && !isDeepStrictEqual(outcomes.get(group), outcome)) {
      const expected = JSON.stringify(outcomes.get(group));
      throw new Error(
        `${side.label} did other work than the others: ${JSON.stringify(outcome)}, not ${expected}.`,
      );
    }
    outcomes.set(group, outcome);
  }
  return costs;
}

async function costOf(side: Side, leastMs: number): Promise<number> {
  // One side must not pay for the garbage of the one before it, nor for code that V8 fitted to that one: each warms up anew.
  // Not with a full collection: V8 then forgets what it had learnt of every shape that nothing has at the moment (a promise
  // in an AsyncLocalStorage is one), and the sides would be measured cold, ours at 25 us a chunk in place of 3.
  globalThis.gc?.({ type: "minor", execution: "sync" });
  await repeat(side, leastMs);
  const { elapsedMs, runs } = await repeat(side, leastMs);
  return toCost(side, elapsedMs / runs);
}

async function repeat(side: Side, leastMs: number): Promise<{ elapsedMs: number; runs: number }> {
  const start = performance.now();
  let elapsedMs = 0;
  let runs = 0;
  do {
    await side.run();
    runs += 1;
    elapsedMs = performance.now() - start;
  } while (elapsedMs < leastMs);
  return { elapsedMs, runs };
}

function toCost({ units }: Side, elapsedMs: number): number {
  return (elapsedMs * 1_000) / units;
}
