import { tokenTexts } from "../chains/token-texts.ts";
import type { Claim, Costs } from "../frame/claim.ts";
import type { Side } from "../frame/side.ts";
import { sizedId, sizedLabel, type SizedProgram } from "../frame/sized-program.ts";
import { timedWork } from "../frame/timed-work.ts";
import type { Scale, Work } from "../frame/work.ts";
import { w1Ways, type W1Way } from "./w1-ways.ts";

const chunksBy: Readonly<Record<Scale, number>> = { full: 10_000, quick: 2_000, smoke: 20 };

/** Three events a chunk, in every way that one may want them. */
export const w1: Work = timedWork({
  id: "w1",
  title: "scripted model | string parser, AsyncLocalStorage on",
  unit: "us a chunk",
  plan: (scale) => {
    const chunks = chunksBy[scale];
    return {
      programs: w1Ways.flatMap((way) => programOf(way, chunks)),
      sides: w1Ways.filter(({ panel }) => panel === undefined).map((way) => sideOf(way, chunks)),
      claims: claimsAt(chunks),
    };
  },
});

function programOf(way: W1Way, chunks: number): readonly SizedProgram[] {
  const { id, label, kind, panel } = way;
  if (panel === undefined) return [];
  // What takes 80 us a chunk shows its growth below the size that is compared.
  const factors = kind === "peer" ? [0.05, 0.1, 0.2, 0.5, 1] : [0.1, 0.3, 1, 3, 10];
  return [
    {
      id,
      label,
      kind,
      panel,
      against: "chunks",
      atMost: kind === "ours" ? 1.1 : undefined,
      sizes: factors.map((factor) => Math.round(chunks * factor)),
      at: (size) => ({
        ...runAt(way, size),
        ...(size === chunks && comparedAt(way, chunks)),
        isRunOnce: isRunOnceAt(way, size / chunks),
      }),
    },
  ];
}

// What takes the peers half a second or more, unless a ratio is made of it in each round.
function isRunOnceAt({ id, kind }: W1Way, factor: number): boolean {
  const isCompared = factor === 1 && w1Ways.some(({ peer }) => peer === id);
  return kind === "peer" && factor >= 0.5 && !isCompared;
}

function sideOf(way: W1Way, chunks: number): Side {
  const { id, label, kind, isDrawback } = way;
  return {
    id: sizedId(id, chunks),
    label: sizedLabel({ label, against: "chunks" }, chunks),
    kind,
    isDrawback,
    ...runAt(way, chunks),
    ...comparedAt(way, chunks),
  };
}

function runAt({ over, sees }: W1Way, size: number): Pick<Side, "units" | "run" | "sameOutcomeAs"> {
  const sameOutcomeAs = sees === undefined ? undefined : `${sees} of ${String(size)}`;
  return { units: size, run: over(tokenTexts(size)), sameOutcomeAs };
}

function comparedAt({ peer, goal }: W1Way, size: number): Pick<Side, "peer" | "goal"> {
  return { peer: peer === undefined ? undefined : sizedId(peer, size), goal };
}

function claimsAt(chunks: number): readonly Claim[] {
  const ratio = (wayId: string, otherId: string) => (cost: Costs) =>
    cost(sizedId(wayId, chunks)) / cost(sizedId(otherId, chunks));
  return [
    {
      text: "stream() to three bare generators (source: iterator)",
      figure: ratio("stream", "hops"),
      unit: "x",
      atMost: 1,
    },
    {
      text: "stream() to three bare generators (source: async generator)",
      figure: ratio("generator-stream", "hops"),
      unit: "x",
    },
    {
      text: "streamEvents, subscribe, to a bare async generator into a Subject",
      figure: ratio("generator-subscribe", "subject"),
      unit: "x",
      isDrawback: true,
    },
    {
      text: "streamEvents, for await, to the awaits alone (source: iterator)",
      figure: ratio("events", "awaits"),
      unit: "x",
      isDrawback: true,
    },
    {
      text: "LangChain.js, streamEvents, for await, to the awaits alone",
      figure: ratio("peer-events", "awaits"),
      unit: "x",
    },
  ];
}
