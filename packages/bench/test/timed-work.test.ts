import { timedWork } from "../src/timed-work.ts";
import type { Side } from "../src/work.ts";

// The work of a point is counted, not timed: only what is made of the sides is looked at.
function point(id: string, size: number): Side {
  return {
    id,
    label: id,
    units: size + 1,
    run: () => Promise.resolve(size),
    point: { series: "growth", size },
  };
}

const work = timedWork({
  id: "w0",
  title: "nothing",
  unit: "us a call",
  sides: () => [
    { id: "ours", label: "ours", units: 1, run: () => Promise.resolve(1), peer: "peer" },
    { id: "peer", label: "peer", units: 1, run: () => Promise.resolve(1) },
    { id: "bare", label: "bare", units: 1, run: () => Promise.resolve(1) },
    point("large", 100),
    point("small", 10),
    { ...point("goal", 50), goal: { costAtMost: 1_000_000 } },
  ],
  claims: [{ text: "some", figure: (cost) => cost("peer") / cost("ours"), unit: "x" }],
  series: [
    { id: "growth", label: "ours", side: "ours", against: "calls", panel: "all", atMost: 1.1 },
  ],
});

test("gives a row to every side but the points that are compared with nothing", async () => {
  const { rows } = await work.run("smoke");
  expect(rows.map(({ id, kind }) => [id, kind])).toStrictEqual([
    ["ours", "ours"],
    ["peer", "peer"],
    ["bare", "bare"],
    ["goal", "bare"],
  ]);
  expect(rows[0]?.peerCost).toBe(rows[1]?.cost);
  expect(rows[3]?.goal).toStrictEqual({ costAtMost: 1_000_000 });
});

test("makes series of the points, by size, with a growth exponent", async () => {
  const { series = [] } = await work.run("smoke");
  expect(series).toHaveLength(1);
  const [growth] = series;
  expect(growth).toMatchObject({ id: "growth", side: "ours", against: "calls", atMost: 1.1 });
  expect(growth?.points.map(({ size, units }) => [size, units])).toStrictEqual([
    [10, 11],
    [50, 51],
    [100, 101],
  ]);
  expect(growth?.exponent).not.toBeNaN();
});

test("refuses a claim about a side that there is none of", async () => {
  const wrong = timedWork({
    id: "w0",
    title: "nothing",
    unit: "us",
    sides: () => [point("small", 1)],
    claims: [{ text: "some", figure: (cost) => cost("other"), unit: "x" }],
  });
  await expect(wrong.run("smoke")).rejects.toThrow("No side of this work is called other.");
});
