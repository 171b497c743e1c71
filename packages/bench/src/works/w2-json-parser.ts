import { timedWork } from "../timed-work.ts";
import type { Claim, Scale, Work } from "../work.ts";
import { w2ParserSeries, w2ParserSides, w2SideId } from "./w2-parsers.ts";
import { w2ReadSeries, w2ReadSides } from "./w2-reads.ts";

const baseBy: Readonly<Record<Scale, number>> = { full: 1_000, quick: 100, smoke: 10 };

/** JSON that grows by four characters a chunk: parsed by each library, and read in several ways. */
export const w2: Work = timedWork({
  id: "w2",
  title: "scripted model | JSON parser",
  unit: "us a chunk",
  sides: (scale) => [...w2ParserSides(baseBy[scale]), ...w2ReadSides(baseBy[scale])],
  claims: [
    flatClaim("snapshots unread", "unread"),
    flatClaim("last item read", "list-part"),
    flatClaim("wide object, one key read", "object-part"),
    flatClaim("long string, length read", "text-part"),
  ],
  series: [...w2ParserSeries, ...w2ReadSeries],
});

function flatClaim(what: string, seriesId: string): Claim {
  return {
    text: `a chunk at 100 x the size, ${what}`,
    figure: (cost) => cost(w2SideId(seriesId, 100)) / cost(w2SideId(seriesId, 1)),
    unit: "x",
    atMost: 1.5,
  };
}
