import { InvalidArgumentError, type RunEvent } from "@rivulet/core";
import { throttleChunks } from "@rivulet/core/operators";
import { familyEvents } from "../support/family.ts";
import { createTestScheduler } from "../support/marbles.ts";

const events = familyEvents(["Hel", "lo"]);
const joined = { ...events["d"], data: { chunk: "Hello" } } as RunEvent;
const values = { ...events, x: joined };
const run = createTestScheduler;

describe("throttleChunks", () => {
  it("joins the chunks of a window, told when it closes", () => {
    run().run(({ cold, expectObservable }) => {
      expectObservable(cold("ab 5ms c 2ms d 60ms f|", values).pipe(throttleChunks(50))).toBe(
        "ab 55ms x 13ms f|",
        values,
      );
    });
  });

  it("tells a chunk alone as it is, each in its window", () => {
    run().run(({ cold, expectObservable }) => {
      expectObservable(cold("c 9ms d 9ms (g|)", values).pipe(throttleChunks(5))).toBe(
        "5ms c 9ms d 4ms (g|)",
        values,
      );
    });
  });

  it("tells what it has before any other event of the root, and holds that back never", () => {
    run().run(({ cold, expectObservable }) => {
      expectObservable(cold("abcde 20ms c d f 60ms |", values).pipe(throttleChunks(50))).toBe(
        "ab--(xe) 19ms (xf) 57ms |",
        values,
      );
    });
  });

  it("keeps the windows of two roots apart", () => {
    run().run(({ cold, expectObservable }) => {
      expectObservable(cold("chid--g 5ms |", values).pipe(throttleChunks(50))).toBe(
        "-hi---(xg) 2ms |",
        values,
      );
    });
  });

  it("tells the runs of a root in the order of their last chunks", () => {
    const other = { ...events["c"], run_id: "other", seq: 7 } as RunEvent;
    run().run(({ cold, expectObservable }) => {
      expectObservable(cold("cod 10ms |", { ...values, o: other }).pipe(throttleChunks(5))).toBe(
        "5ms (ox) 4ms |",
        { ...values, o: other },
      );
    });
  });

  it("tells what does not add up one by one", () => {
    const numbers = familyEvents([1, 2]);
    run().run(({ cold, expectObservable }) => {
      expectObservable(cold("cd 10ms |", numbers).pipe(throttleChunks(5))).toBe(
        "-c 3ms d 6ms |",
        numbers,
      );
    });
  });

  it("joins lists, and kinds with a concat method", () => {
    class Pair {
      readonly sum: number;
      constructor(sum: number) {
        this.sum = sum;
      }
      concat({ sum }: Pair): Pair {
        return new Pair(this.sum + sum);
      }
    }
    for (const [chunks, sum] of [
      [
        [[1], [2]],
        [1, 2],
      ],
      [[new Pair(1), new Pair(2)], new Pair(3)],
    ] as const) {
      const ofKind = familyEvents([chunks[0], chunks[1]]);
      run().run(({ cold, expectObservable }) => {
        expectObservable(cold("cdf 5ms |", ofKind).pipe(throttleChunks(5))).toBe("--(xf) 2ms |", {
          ...ofKind,
          x: { ...ofKind["d"], data: { chunk: sum } },
        });
      });
    }
  });

  it("tells what it has before the end and before a failure, and nothing after it was left", () => {
    run().run(({ cold, expectObservable, expectSubscriptions }) => {
      expectObservable(cold("cd|", values).pipe(throttleChunks(50))).toBe("--(x|)", values);
      expectObservable(cold("cd#", values).pipe(throttleChunks(50))).toBe("--(x#)", values);
      const left = cold("cd 90ms |", values);
      expectObservable(left.pipe(throttleChunks(50)), "^ 20ms !").toBe("", values);
      expectSubscriptions(left.subscriptions).toBe("^ 20ms !");
    });
  });

  it("refuses what is no time", () => {
    expect(() => throttleChunks(-1)).toThrow(InvalidArgumentError);
    expect(() => throttleChunks(Number.NaN)).toThrow(InvalidArgumentError);
  });
});
