import { costIn, measure } from "../../src/frame/measure.ts";
import type { Side } from "../../src/frame/side.ts";

function sideCalled(id: string, log: string[], outcome: unknown = 1): Side {
  return {
    id,
    label: id,
    kind: "ours",
    units: 10,
    sameOutcomeAs: "all",
    run: async () => {
      log.push(id);
      return Promise.resolve(outcome);
    },
  };
}

describe("measure", () => {
  test("runs every side in every round, beginning with another each time", async () => {
    const log: string[] = [];
    const sides = ["a", "b", "c"].map((id) => sideCalled(id, log));
    const rounds = await measure(sides, { rounds: 3, leastMs: 0 });
    expect(rounds.map((round) => [...round.keys()])).toStrictEqual([
      ["a", "b", "c"],
      ["a", "c", "b"],
      ["c", "a", "b"],
    ]);
    expect(log.slice(0, 3)).toStrictEqual(["a", "b", "c"]);
  });

  test("runs a side once when that is asked for, and has its cost in every round", async () => {
    const log: string[] = [];
    const sides = [{ ...sideCalled("long", log), isRunOnce: true }, sideCalled("short", log)];
    const rounds = await measure(sides, { rounds: 2, leastMs: 0 });
    expect(log.filter((id) => id === "long")).toHaveLength(1);
    expect(new Set(rounds.map((round) => round.get("long"))).size).toBe(1);
    expect(rounds[0]?.get("long")).toBeGreaterThan(0);
  });

  test("knows what each side cost, and refuses to make up the cost of another", async () => {
    const [round = new Map<string, number>()] = await measure([sideCalled("a", [])], {
      rounds: 1,
      leastMs: 0,
    });
    expect(costIn(round, "a")).toBe(round.get("a"));
    expect(() => costIn(round, "b")).toThrow("No side of this work is called b.");
  });

  test("refuses sides that did not do the same work", async () => {
    const sides = [sideCalled("a", [], { events: 3 }), sideCalled("b", [], { events: 4 })];
    await expect(measure(sides, { rounds: 1, leastMs: 0 })).rejects.toThrow(
      'b did other work than the others: {"events":4}',
    );
  });
});
