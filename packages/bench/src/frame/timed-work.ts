import type { Claim } from "./claim.ts";
import { compareRounds } from "./compare-rounds.ts";
import { costIn, measure, type MeasureOptions, type Round } from "./measure.ts";
import { measureApart, type SideApart } from "./measure-apart.ts";
import type { Finding, Row } from "./report.ts";
import { isOnlyPoint, type Side } from "./side.ts";
import { toSides, type SizedProgram } from "./sized-program.ts";
import { median } from "./statistics.ts";
import { toSeries } from "./to-series.ts";
import type { Scale, Work } from "./work.ts";

/** What is measured in turn, and what is claimed of it. */
export interface Plan {
  /** Programs of one size. */
  readonly sides?: readonly Side[];
  /** Programs that are measured at several sizes. */
  readonly programs?: readonly SizedProgram[];
  /** Programs that do the work in processes of their own. */
  readonly apart?: readonly SideApart[];
  readonly claims?: readonly Claim[];
  /** Called when all was measured, whether it succeeded or not. */
  readonly close?: () => void | Promise<void>;
}

/** A benchmark of time. */
export interface TimedWorkFields extends Pick<Work, "id" | "title"> {
  readonly unit: string;
  readonly plan: (scale: Scale) => Plan | Promise<Plan>;
}

const settings: Readonly<Record<Scale, MeasureOptions>> = {
  full: { rounds: 5, leastMs: 100 },
  quick: { rounds: 3, leastMs: 50 },
  smoke: { rounds: 1, leastMs: 0 },
};
// On Node 24 W14's requests cost twice as much until some 12,000 were answered: what V8 then compiles is the last of it.
const warmUnits: Readonly<Record<Scale, number>> = { full: 20_000, quick: 20_000, smoke: 0 };
// What collects all garbage comes seldom, and takes long: a round has to be longer than that.
const longerApart = 2;

/** Makes a benchmark of time. */
export function timedWork({ id, title, unit, plan }: TimedWorkFields): Work {
  return {
    id,
    title,
    async run(scale) {
      const { sides = [], programs = [], apart = [], claims = [], close } = await plan(scale);
      const sized = programs.map((program) => ({ program, points: toSides(program) }));
      const inTurn = [...sized.flatMap(({ points }) => points), ...sides];
      const all = [...inTurn, ...apart];
      const rounds = await measureAndClose({ inTurn, apart }, scale, close);
      return {
        id,
        title,
        unit,
        rounds: rounds.length,
        rows: all.filter((side) => !isOnlyPoint(side)).map((side) => toRow(side, rounds)),
        findings: claims.map((claim) => toFinding(claim, rounds)),
        series: sized.map(({ program, points }) => toSeries(program, points, rounds)),
      };
    },
  };
}

async function measureAndClose(
  { inTurn, apart }: { readonly inTurn: readonly Side[]; readonly apart: readonly SideApart[] },
  scale: Scale,
  close: Plan["close"],
): Promise<readonly Round[]> {
  try {
    const { rounds: count, leastMs } = settings[scale];
    const rounds = await measure(inTurn, { rounds: count, leastMs });
    const roundsApart = await measureApart(apart, {
      rounds: count,
      leastMs: leastMs * longerApart,
      warmUnits: warmUnits[scale],
    });
    return rounds.map((round, index) => new Map([...round, ...(roundsApart[index] ?? [])]));
  } finally {
    await close?.();
  }
}

function toRow({ id, label, kind, peer, goal, isDrawback }: Side, rounds: readonly Round[]): Row {
  const costsOf = (sideId: string): number[] => rounds.map((round) => costIn(round, sideId));
  const compared = compareRounds(costsOf(id), peer === undefined ? undefined : costsOf(peer));
  return { id, label, kind, ...compared, goal, isDrawback };
}

function toFinding({ figure, ...claim }: Claim, rounds: readonly Round[]): Finding {
  return {
    ...claim,
    value: median(rounds.map((round) => figure((sideId) => costIn(round, sideId)))),
  };
}
