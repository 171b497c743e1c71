import { isDeepStrictEqual } from "node:util";
import { isOnlyPoint, type Side } from "./side.ts";

/** How often and how long. */
export interface MeasureOptions {
  readonly rounds: number;
  /** A side repeats its work within a round until this has passed: a few milliseconds alone are mostly noise. */
  readonly leastMs: number;
  /** What tells the time, in milliseconds; by default the clock. See {@link processorMs}. */
  readonly now?: (() => number) | undefined;
}

/** What the processor has spent on this process: for work that waits for sockets, where the clock tells what else the machine does. */
export function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

const clockMs = (): number => performance.now();

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
  const { now = clockMs } = options;
  const firstCosts = await warmUp(sides, now);
  const repeated = sides.filter(({ isRunOnce }) => isRunOnce !== true);
  const once = [...firstCosts].filter(([id]) => !repeated.some((side) => side.id === id));
  const rounds: Round[] = [];
  for (let index = 0; index < options.rounds; index += 1) {
    const costs = new Map<string, number>();
    for (const side of inOrder(repeated, index)) {
      // There are many points, and an exponent is made of five of them.
      const leastMs = isOnlyPoint(side) ? options.leastMs / 2 : options.leastMs;
      costs.set(side.id, await costOf(side, { leastMs, now }));
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

async function warmUp(sides: readonly Side[], now: () => number): Promise<Round> {
  const outcomes = new Map<string, unknown>();
  const costs = new Map<string, number>();
  for (const side of sides) {
    const start = now();
    const outcome = await side.run();
    costs.set(side.id, toCost(side, now() - start));
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

type Repetition = Required<Pick<MeasureOptions, "leastMs">> & { readonly now: () => number };

async function costOf(side: Side, repetition: Repetition): Promise<number> {
  // One side must not pay for the garbage of the one before it, nor for code that V8 fitted to that one: each warms up anew.
  // Not with a full collection: V8 then forgets what it had learnt of every shape that nothing has at the moment (a promise
  // in an AsyncLocalStorage is one), and the sides would be measured cold, ours at 25 us a chunk in place of 3.
  globalThis.gc?.({ type: "minor", execution: "sync" });
  await repeat(side, repetition);
  const { elapsedMs, runs } = await repeat(side, repetition);
  return toCost(side, elapsedMs / runs);
}

async function repeat(
  side: Side,
  { leastMs, now }: Repetition,
): Promise<{ elapsedMs: number; runs: number }> {
  const start = now();
  let elapsedMs = 0;
  let runs = 0;
  do {
    await side.run();
    runs += 1;
    elapsedMs = now() - start;
  } while (elapsedMs < leastMs);
  return { elapsedMs, runs };
}

function toCost({ units }: Side, elapsedMs: number): number {
  return (elapsedMs * 1_000) / units;
}
