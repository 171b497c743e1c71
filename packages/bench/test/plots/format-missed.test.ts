import { formatMissed } from "../../src/plots/format-missed.ts";
import { barResult, growthResult } from "./results.ts";

test("lists what was missed with the figure that missed it", () => {
  expect(formatMissed([[barResult, growthResult]]).split("\n")).toStrictEqual([
    "Node 20.20.0, goals missed:",
    "",
    "- W7, Rivulet, a call: 40 x (>= 50 x)",
    "- W7, a call: 1.50 us (<= 1 us)",
    "- W7, a lead: 70 events (<= 67 events)",
    "- W2, Rivulet, lists, read, 100 to 10,000 chunks: exponent 1.20 (<= 1.1)",
  ]);
});

test("says so when nothing was missed", () => {
  const fine = { ...barResult, rows: [], findings: [] };
  expect(formatMissed([[fine]])).toBe("Node 20.20.0: every goal is met.");
  const environment = { ...fine.environment, scale: "quick" as const };
  expect(formatMissed([[fine], [{ ...fine, environment }]])).toBe(
    "Node 20.20.0: every goal is met.\n\nNode 20.20.0, sizes: quick: every goal is met.",
  );
});
