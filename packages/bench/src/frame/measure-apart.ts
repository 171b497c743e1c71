import { runFirst, type MeasureOptions, type Round } from "./measure.ts";
import type { Side } from "./side.ts";

/** One program that does the work in a process of its own; each call of `run` is a short block of it. */
export interface SideApart extends Side {
  /** What the processor has spent on that process so far. */
  readonly spentMs: () => Promise<number>;
}

/** How often, how long, and how warm. */
export interface MeasureApartOptions extends MeasureOptions {
  /** How many units each side does before it is measured. Not a time: on a slow machine V8 would know less of the code by then. */
  readonly warmUnits: number;
}

interface Spent {
  readonly side: SideApart;
  ms: number;
  units: number;
}

/**
 * Measures what sides take that share nothing but the machine: not the heap, whose garbage one would collect of another's, nor what
 * V8 has learnt of shapes. Those of one outcome are measured together, and the others wait until they are done. In each round their
 * blocks take turns in random order until all have spent `leastMs`, so that neither what disturbs the machine nor anything
 * periodic falls on one of them. A cost is of all blocks of a round together, with whatever was collected and compiled in them: the
 * middle one of the blocks would leave out what happens in few of them.
 *
 * @throws an Error when two sides that should have the same outcome had not.
 */
export async function measureApart(
  sides: readonly SideApart[],
  options: MeasureApartOptions,
): Promise<Round[]> {
  const rounds = Array.from({ length: options.rounds }, () => new Map<string, number>());
  // Not all at once: of a process that waits V8 forgets what is warm. After 12 s the next thousand requests to Express on Node 20,
  // as it is, take 100 us each in place of 75.
  for (const group of groupsOf(sides)) {
    await runFirst(group);
    for (const side of group) await warmUp(side, options.warmUnits);
    for (const costs of rounds) await measureRound(group, options.leastMs, costs);
  }
  return rounds;
}

function groupsOf(sides: readonly SideApart[]): readonly (readonly SideApart[])[] {
  const groups = new Map<string, SideApart[]>();
  for (const side of sides) {
    const key = side.sameOutcomeAs ?? "";
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [side]);
    else group.push(side);
  }
  return [...groups.values()];
}

async function warmUp({ units, run }: Side, warmUnits: number): Promise<void> {
  for (let done = units; done < warmUnits; done += units) await run();
}

async function measureRound(
  sides: readonly SideApart[],
  leastMs: number,
  costs: Map<string, number>,
): Promise<void> {
  const all: Spent[] = sides.map((side) => ({ side, ms: 0, units: 0 }));
  for (let left = all; left.length > 0; left = left.filter(({ ms }) => ms < leastMs))
    for (const one of shuffle(left)) await addBlock(one);
  for (const { side, ms, units } of all) costs.set(side.id, (ms * 1_000) / units);
}

async function addBlock(one: Spent): Promise<void> {
  const { run, spentMs, units } = one.side;
  const before = await spentMs();
  await run();
  one.ms += (await spentMs()) - before;
  one.units += units;
}

function shuffle<Item>(items: readonly Item[]): readonly Item[] {
  return items
    .map((item) => ({ item, place: Math.random() }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ item }) => item);
}
