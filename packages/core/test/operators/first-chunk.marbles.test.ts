import { firstChunk } from "@rivulet/core/operators";
import type { RunEvent } from "@rivulet/core";
import { familyEvents } from "../support/family.ts";
import { createTestScheduler } from "../support/marbles.ts";

// As if each event came ten milliseconds after the one before it.
const events = Object.fromEntries(
  Object.values(familyEvents()).map((event, index) => [
    "abcdefghi"[index],
    { ...event, time: 10 * index },
  ]),
) as Record<string, RunEvent>;

describe("firstChunk", () => {
  it("tells the first chunk of each run, and how long it took", () => {
    createTestScheduler().run(({ cold, expectObservable }) => {
      expectObservable(cold("abcdefghi|", events).pipe(firstChunk())).toBe("--x------|", {
        x: { event: events["c"], elapsedMs: 10 },
      });
    });
  });

  it("tells nothing of a run whose start was not seen, or that has ended", () => {
    createTestScheduler().run(({ cold, expectObservable }) => {
      expectObservable(cold("cdbfc|", events).pipe(firstChunk())).toBe("-----|");
    });
  });
});
