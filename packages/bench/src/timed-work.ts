import { measure, type MeasureOptions, type Round } from "./measure.ts";
import { isOnlyPoint } from "./is-only-point.ts";
import { median } from "./statistics.ts";
import { toSeries } from "./to-series.ts";
import type { Claim, Finding, Row, Scale, SeriesFields, Side, SideKind, Work } from "./work.ts";

/** A benchmark of time: sides that are measured in turn, and what is claimed of them. */
export interface TimedWorkFields {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly sides: (scale: Scale) => readonly Side[];
  readonly claims: readonly Claim[];
  /** What the `point` of a side may name. */
  readonly series?: readonly SeriesFields[];
}

const settings: Readonly<Record<Scale, MeasureOptions>> = {
  full: { rounds: 5, leastMs: 100 },
  quick: { rounds: 3, leastMs: 50 },
  smoke: { rounds: 1, leastMs: 0 },
};

/** Makes a benchmark of time. */
export function timedWork({ id, title, unit, sides, claims, series = [] }: TimedWorkFields): Work {
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
        rows: taking
          .filter((side) => !isOnlyPoint(side))
          .map((side) => toRow(side, taking, rounds)),
        findings: claims.map((claim) => toFinding(claim, rounds)),
        series: series.map((fields) => toSeries(fields, taking, rounds)),
      };
    },
  };
}

function toRow(side: Side, sides: readonly Side[], rounds: readonly Round[]): Row {
  const { id, label, peer, goal } = side;
  const costs = rounds.map((round) => costIn(round, id));
  const peerCosts = peer === undefined ? [] : rounds.map((round) => costIn(round, peer));
  const ratios = peerCosts.map((peerCost, round) => peerCost / (costs[round] ?? Number.NaN));
  return {
    id,
    label,
    cost: median(costs),
    ratio: peer === undefined ? undefined : median(ratios),
    peerCost: peer === undefined ? undefined : median(peerCosts),
    kind: side.kind ?? kindOf(side, sides),
    goal,
  };
}

function kindOf({ id, peer }: Side, sides: readonly Side[]): SideKind {
  if (peer !== undefined) return "ours";
  return sides.some((other) => other.peer === id) ? "peer" : "bare";
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
