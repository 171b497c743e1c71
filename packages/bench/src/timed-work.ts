import { measure, type MeasureOptions, type Round } from "./measure.ts";
import { median } from "./statistics.ts";
import type { Claim, Finding, Row, Scale, Side, Work } from "./work.ts";

/** A benchmark of time: sides that are measured in turn, and what is claimed of them. */
export interface TimedWorkFields {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly sides: (scale: Scale) => readonly Side[];
  readonly claims: readonly Claim[];
}

const settings: Readonly<Record<Scale, MeasureOptions>> = {
  full: { rounds: 7, leastMs: 100 },
  quick: { rounds: 3, leastMs: 50 },
  smoke: { rounds: 1, leastMs: 0 },
};

/** Makes a benchmark of time. */
export function timedWork({ id, title, unit, sides, claims }: TimedWorkFields): Work {
  return {
    id,
    title,
    async run(scale) {
      const taking = sides(scale);
      const rounds = await measure(taking, settings[scale]);
      return {
        id,
        title,
        unit,
        rounds: rounds.length,
        rows: taking.map((side) => toRow(side, rounds)),
        findings: claims.map((claim) => toFinding(claim, rounds)),
      };
    },
  };
}

function toRow({ id, label, peer }: Side, rounds: readonly Round[]): Row {
  const ratio =
    peer === undefined
      ? undefined
      : median(rounds.map((round) => costIn(round, peer) / costIn(round, id)));
  return { id, label, cost: median(rounds.map((round) => costIn(round, id))), ratio };
}

function toFinding(
  { text, figure, unit, atLeast, atMost }: Claim,
  rounds: readonly Round[],
): Finding {
  const value = median(rounds.map((round) => figure((sideId) => costIn(round, sideId))));
  return { text, value, unit, atLeast, atMost };
}

function costIn(round: Round, sideId: string): number {
  const cost = round.get(sideId);
  if (cost === undefined) throw new Error(`No side of this work is called ${sideId}.`);
  return cost;
}
