import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { parseJsonLines, type Results } from "../src/frame/result.ts";
import { renderPlot } from "../src/plots/render-plot.ts";

const run = promisify(execFile);
const repository = fileURLToPath(new URL("../../..", import.meta.url));
const ids = [
  "w1",
  "w2",
  "w3",
  "w4",
  "w5",
  "w6",
  "w7",
  "w7-subscribers",
  "w8",
  "w9",
  "w10",
  "w11",
  "w12",
  "w13",
  "w14",
];

let results: Results;

// Times are not looked at: a benchmark fails when the sides that it compares did not do the same work. The built program is
// run, as `npm run bench` does it: some works look at what is built, and some take processes of their own.
beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  const file = join(folder, "results.jsonl");
  const node = (...args: readonly string[]) => run(process.execPath, args, { cwd: repository });
  try {
    await node("node_modules/typescript/bin/tsc", "-b", "packages/bench");
    await node("--expose-gc", "packages/bench/dist/main.js", "--smoke", "--save", file);
    results = parseJsonLines(readFileSync(file, "utf8"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 600_000);

test("all benchmarks run, in the order of their numbers", () => {
  expect(results.map(({ id }) => id)).toStrictEqual(ids);
});

describe.each(ids)("%s, on the smallest sizes", (id) => {
  const result = () => {
    const found = results.find((candidate) => candidate.id === id);
    if (found === undefined) throw new Error(`There is no result of ${id}.`);
    return found;
  };

  test("has figures for its rows, findings and series", () => {
    const { rows, findings, series } = result();
    for (const { cost } of rows) expect(cost).toBeGreaterThan(0);
    for (const { value } of findings) expect(value).toEqual(expect.any(Number));
    for (const { points, exponent } of series) {
      expect(points.length).toBeGreaterThanOrEqual(5);
      expect(exponent).toEqual(expect.any(Number));
    }
  });

  test("compares ours with others, and has a ratio where one is promised", () => {
    const { rows, series } = result();
    const kinds = new Set([...rows, ...series].map(({ kind }) => kind));
    expect(kinds).toContain("ours");
    expect(kinds).toContain("peer");
    for (const { goal, ratio } of rows) {
      if (goal?.ratioAtLeast !== undefined) expect(ratio).toBeGreaterThan(0);
    }
  });

  test("can be drawn", () => {
    expect(renderPlot(result())).toContain(`>${id.toUpperCase()}: `);
  });
});
