import { works } from "../src/works/index.ts";

// Times are not looked at: a benchmark fails when the sides that it compares did not do the same work. W4 and
// W6 take built programs, in processes of their own.
const timed = works.filter(({ id }) => id !== "w4" && id !== "w6");

describe("every benchmark, on the smallest sizes", () => {
  test.each(timed)("$id: its sides do the same, and its claims have figures", async (work) => {
    const { id, rows, findings, series = [] } = await work.run("smoke");
    expect(id).toBe(work.id);
    for (const { cost } of rows) expect(cost).toBeGreaterThan(0);
    for (const { value } of findings) expect(Number.isFinite(value)).toBe(true);
    for (const { points, exponent } of series) {
      expect(points.length).toBeGreaterThanOrEqual(5);
      expect(Number.isFinite(exponent)).toBe(true);
    }
  });

  test("compares with the peer", async () => {
    const [w1] = timed;
    const report = await w1?.run("smoke");
    expect(report?.rows.filter(({ ratio }) => ratio !== undefined).length).toBeGreaterThan(0);
  });
});

test("has one benchmark for each id", () => {
  expect(new Set(works.map(({ id }) => id)).size).toBe(works.length);
});
