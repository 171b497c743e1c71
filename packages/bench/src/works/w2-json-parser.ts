import type { Claim } from "../frame/claim.ts";
import { sizedId } from "../frame/sized-program.ts";
import { timedWork } from "../frame/timed-work.ts";
import type { Scale, Work } from "../frame/work.ts";
import { w2Parsers } from "./w2-parsers.ts";
import { w2Reads } from "./w2-reads.ts";

const baseBy: Readonly<Record<Scale, number>> = { full: 1_000, quick: 100, smoke: 10 };

/** JSON that grows by four characters a chunk: parsed by each library, and read in several ways. */
export const w2: Work = timedWork({
  id: "w2",
  title: "scripted model | JSON parser",
  unit: "us a chunk",
  plan: (scale) => {
    const base = baseBy[scale];
    const flat = (what: string, programId: string): Claim => ({
      text: `a chunk at 100 x the size, ${what}`,
      figure: (cost) => cost(sizedId(programId, 100 * base)) / cost(sizedId(programId, base)),
      unit: "x",
      atMost: 1.5,
    });
    return {
      programs: [...w2Parsers(base), ...w2Reads(base)],
      claims: [
        flat("snapshots unread", "unread"),
        flat("last item read", "list-part"),
        flat("wide object, one key read", "object-part"),
        flat("long string, length read", "text-part"),
        {
          text: "the parser alone to jsonriver",
          figure: (cost) =>
            cost(sizedId("alone", 10 * base)) / cost(sizedId("jsonriver", 10 * base)),
          unit: "x",
          isDrawback: true,
        },
      ],
    };
  },
});
