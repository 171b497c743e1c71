import { formatDrawbacks } from "../../src/plots/format-drawbacks.ts";
import { barResult, growthResult } from "./results.ts";

test("lists the figures that speak for others, and the ratio of such a row", () => {
  const rows = barResult.rows.map((row) => ({ ...row, isDrawback: row.id === "ours" }));
  const other = { ...barResult, environment: { ...barResult.environment, node: "v24.1.0" } };
  expect(
    formatDrawbacks([[{ ...barResult, rows }, growthResult], [other]]).split("\n"),
  ).toStrictEqual([
    "Node 20.20.0:",
    "",
    "- W7, Rivulet, a call: 40 x",
    "- W7, met: 2.50 x",
    "",
    "Node 24.1.0:",
    "",
    "- W7, met: 2.50 x",
  ]);
});
