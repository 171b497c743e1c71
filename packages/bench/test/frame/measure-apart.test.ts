import { measureApart, type SideApart } from "../../src/frame/measure-apart.ts";

/** A side of which each run takes so long, by a clock of its own. */
function sideCalled(id: string, msPerRun: number, log: string[]): SideApart {
  let spentMs = 0;
  return {
    id,
    label: id,
    kind: "ours",
    units: 10,
    sameOutcomeAs: "all",
    run: () => {
      log.push(id);
      spentMs += msPerRun;
      return Promise.resolve(1);
    },
    spentMs: () => Promise.resolve(spentMs),
  };
}

describe("measureApart", () => {
  test("costs what the side says that it spent, in blocks until each has spent enough", async () => {
    const log: string[] = [];
    const sides = [sideCalled("a", 1, log), sideCalled("b", 4, log)];
    const rounds = await measureApart(sides, { rounds: 2, leastMs: 8, warmUnits: 0 });
    expect(rounds.map((round) => Object.fromEntries(round))).toStrictEqual([
      { a: 100, b: 400 },
      { a: 100, b: 400 },
    ]);
    // One for the outcomes, then two rounds.
    expect(log.filter((id) => id === "a")).toHaveLength(1 + 2 * 8);
    expect(log.filter((id) => id === "b")).toHaveLength(1 + 2 * 2);
  });

  test("adds up what the blocks of a round took, be it in one of them", async () => {
    let runs = 0;
    let spentMs = 0;
    const side: SideApart = {
      ...sideCalled("a", 0, []),
      run: () => {
        runs += 1;
        spentMs += runs === 3 ? 9 : 1;
        return Promise.resolve(1);
      },
      spentMs: () => Promise.resolve(spentMs),
    };
    const [round] = await measureApart([side], { rounds: 1, leastMs: 11, warmUnits: 0 });
    expect(round?.get("a")).toBeCloseTo((11 * 1_000) / (3 * 10), 10);
  });

  test("is warm by units before anything is measured", async () => {
    const log: string[] = [];
    const sides = [sideCalled("a", 1, log), sideCalled("b", 1, log)];
    await measureApart(sides, { rounds: 1, leastMs: 0, warmUnits: 45 });
    expect(log.slice(0, 2)).toStrictEqual(["a", "b"]);
    expect(log.slice(2, -2)).toStrictEqual(["a", "a", "a", "a", "b", "b", "b", "b"]);
    expect(log.slice(-2).toSorted()).toStrictEqual(["a", "b"]);
  });

  test("takes the sides in another order each time", async () => {
    const log: string[] = [];
    const sides = [sideCalled("a", 1, log), sideCalled("b", 1, log)];
    await measureApart(sides, { rounds: 1, leastMs: 100, warmUnits: 0 });
    const pairs = Array.from({ length: 100 }, (_value, index) =>
      log
        .slice(2 * index + 2)
        .slice(0, 2)
        .join(""),
    );
    expect(new Set(pairs)).toStrictEqual(new Set(["ab", "ba"]));
  });

  test("refuses sides that did not do the same work", async () => {
    const sides = [
      sideCalled("a", 1, []),
      { ...sideCalled("b", 1, []), run: () => Promise.resolve(2) },
    ];
    await expect(measureApart(sides, { rounds: 1, leastMs: 0, warmUnits: 0 })).rejects.toThrow(
      "b did other work than the others: 2, not 1.",
    );
  });
});
