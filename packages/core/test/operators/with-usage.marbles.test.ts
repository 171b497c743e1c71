import type { RunEvent } from "@rivulet/core";
import { withUsage } from "@rivulet/core/operators";
import { map } from "rxjs";
import { familyEvents } from "../support/family.ts";
import { createTestScheduler } from "../support/marbles.ts";

const usage = (input_tokens: number, output_tokens: number): unknown => ({
  usage_metadata: { input_tokens, output_tokens },
});
const events = familyEvents([usage(3, 1), usage(0, 2)]);
const told = (letter: string, output: unknown): RunEvent =>
  ({ ...events[letter], data: { output } }) as RunEvent;

describe("withUsage", () => {
  const totalsOf = (marbles: string, values: Record<string, RunEvent>, expected: string): void => {
    createTestScheduler().run(({ cold, expectObservable }) => {
      const totals$ = cold(marbles, values).pipe(
        withUsage(),
        map(({ event, usage: { total_tokens } }) => {
          expect(Object.values(values)).toContain(event);
          return String(total_tokens);
        }),
      );
      expectObservable(totals$).toBe(expected);
    });
  };

  it("adds up the chunks of a run, for it and for the runs around it", () => {
    totalsOf("abcdefg|", events, "0046666|");
  });

  it("takes what the end says for the chunks before it, and counts what a chain gives on once", () => {
    const f = told("f", { usage_metadata: { input_tokens: 3, output_tokens: 3, total_tokens: 7 } });
    totalsOf("abcdfg|", { ...events, f, g: told("g", usage(3, 3)) }, "004677|");
  });

  it("reads no usage where there is none of its shape", () => {
    const c = { ...events["c"], data: { chunk: { usage_metadata: null } } } as RunEvent;
    const d = {
      ...events["d"],
      data: { chunk: { usage_metadata: { input_tokens: "3" } } },
    } as RunEvent;
    totalsOf("abcdf|", { ...events, c, d }, "00000|");
    const broken = { ...events["c"], data: null } as unknown as RunEvent;
    totalsOf("ac|", { ...events, c: broken }, "00|");
  });

  it("keeps nothing of a root that is over, and gives a straggler what it says itself", () => {
    totalsOf("abcgd|", events, "00442|");
    totalsOf("abcgb|", events, "00440|");
  });

  it("starts anew with the next root", () => {
    totalsOf("hi|", events, "00|");
  });
});
