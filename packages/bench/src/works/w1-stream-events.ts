import { tokenTexts } from "../chains/token-texts.ts";
import { timedWork } from "../timed-work.ts";
import type { Scale, SeriesFields, Side, Work } from "../work.ts";
import { w1Ways, type W1Way } from "./w1-ways.ts";

const chunksBy: Readonly<Record<Scale, number>> = { full: 10_000, quick: 2_000, smoke: 20 };

/** The panels of the plot, and whose growth each shows. */
const grown: Readonly<Record<string, readonly string[]>> = {
  "all events": [
    "events",
    "subscribe",
    "iterator-events",
    "peer-events",
    "ai-sdk-events",
    "subject",
  ],
  "the output": ["stream", "iterator-stream", "peer-stream", "ai-sdk-stream", "hops"],
};

/** Three events a chunk, in every way that one may want them. */
export const w1: Work = timedWork({
  id: "w1",
  title: "scripted model | string parser, AsyncLocalStorage on",
  unit: "us a chunk",
  sides: (scale) => w1Ways.flatMap((way) => sidesOf(way, chunksBy[scale])),
  claims: [
    {
      text: "stream() to three bare generators (source: async generator)",
      figure: (cost) => cost("stream") / cost("hops"),
      unit: "x",
      atMost: 1,
    },
    {
      text: "stream() to three bare generators (source: iterator)",
      figure: (cost) => cost("iterator-stream") / cost("hops"),
      unit: "x",
      atMost: 1,
    },
  ],
  series: Object.entries(grown).flatMap(([panel, ids]) =>
    w1Ways.filter(({ id }) => ids.includes(id)).map((way) => seriesOf(way, panel)),
  ),
});

function seriesOf({ id, label, kind }: W1Way, panel: string): SeriesFields {
  const side = kind ?? "ours";
  return { id, label, side, against: "chunks", panel, ...(side === "ours" && { atMost: 1.1 }) };
}

/** At the size that is compared, and at those around it that show the growth. */
function sidesOf(way: W1Way, chunks: number): readonly Side[] {
  const isGrown = Object.values(grown).some((ids) => ids.includes(way.id));
  if (!isGrown) return [sideOf(way, chunks)];
  // What takes 80 us a chunk shows its growth below the size that is compared.
  const factors = way.kind === "peer" ? [0.05, 0.1, 0.2, 0.5] : [0.1, 0.3, 3, 10];
  const around = factors.map((factor): Side => {
    const { peer: _peer, goal: _goal, ...side } = sideOf(way, chunks * factor);
    return { ...side, id: `${way.id}-${String(side.units)}` };
  });
  return [sideOf(way, chunks), ...around].map((side) => ({
    ...side,
    point: { series: way.id, size: side.units },
  }));
}

function sideOf({ sees, over, ...way }: W1Way, chunks: number): Side {
  const texts = tokenTexts(Math.round(chunks));
  return {
    ...way,
    units: texts.length,
    run: over(texts),
    ...(sees !== undefined && { sameOutcomeAs: `${sees} of ${String(texts.length)}` }),
  };
}
