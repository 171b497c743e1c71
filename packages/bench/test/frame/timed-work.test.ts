import type { Side } from "../../src/frame/side.ts";
import type { SizedProgram } from "../../src/frame/sized-program.ts";
import { timedWork } from "../../src/frame/timed-work.ts";

const run = (): Promise<number> => Promise.resolve(1);

// Nothing is timed here: only what is made of the sides is looked at.
const sides: readonly Side[] = [
  { id: "ours", label: "ours", kind: "ours", units: 1, run, peer: "peer", isDrawback: true },
  { id: "peer", label: "peer", kind: "peer", units: 1, run },
];
const program: SizedProgram = {
  id: "growth",
  label: "grows",
  kind: "ours",
  against: "calls",
  panel: "all",
  atMost: 1.1,
  sizes: [100, 10, 50],
  at: (size) => ({
    units: size + 1,
    run,
    goal: size === 50 ? { costAtMost: 1_000_000 } : undefined,
  }),
};
const work = timedWork({
  id: "w0",
  title: "nothing",
  unit: "us a call",
  plan: (scale) => ({
    sides,
    programs: [program],
    claims: [{ text: scale, figure: (cost) => cost("peer") / cost("ours"), unit: "x", atLeast: 1 }],
  }),
});

test("gives a row to every side but the points that are compared with nothing", async () => {
  const { rows } = await work.run("smoke");
  expect(rows.map(({ id, kind }) => [id, kind])).toStrictEqual([
    ["growth-50", "ours"],
    ["ours", "ours"],
    ["peer", "peer"],
  ]);
  const [grown, ours, peer] = rows;
  expect(grown?.goal).toStrictEqual({ costAtMost: 1_000_000 });
  expect(ours).toMatchObject({ peerCost: peer?.cost, isDrawback: true });
  expect(ours?.ratio).toBeCloseTo((peer?.cost ?? 0) / (ours?.cost ?? 0), 10);
  expect(peer?.ratio).toBeUndefined();
});

test("makes a series of a program, by size, with a growth exponent", async () => {
  const { series } = await work.run("smoke");
  expect(series).toHaveLength(1);
  const [growth] = series;
  expect(growth).toMatchObject({ id: "growth", kind: "ours", against: "calls", atMost: 1.1 });
  expect(growth?.points.map(({ size, units }) => [size, units])).toStrictEqual([
    [10, 11],
    [50, 51],
    [100, 101],
  ]);
  expect(growth?.exponent).not.toBeNaN();
});

test("computes claims from the costs of each round", async () => {
  const { findings, rows } = await work.run("smoke");
  const [finding] = findings;
  expect(finding).toMatchObject({ text: "smoke", unit: "x", atLeast: 1 });
  expect(finding?.value).toBeCloseTo(rows.find(({ id }) => id === "ours")?.ratio ?? 0, 10);
});

test("has rows and claims of sides that are processes of their own as well", async () => {
  let isClosed = false;
  const apart = { id: "apart", label: "apart", kind: "ours", units: 1, run, peer: "peer" } as const;
  const both = timedWork({
    id: "w0",
    title: "nothing",
    unit: "us",
    plan: () => ({
      sides,
      apart: [{ ...apart, spentMs: () => Promise.resolve(performance.now()) }],
      claims: [{ text: "apart", figure: (cost) => cost("apart"), unit: "us" }],
      close: () => {
        isClosed = true;
      },
    }),
  });
  const { rows, findings } = await both.run("smoke");
  expect(rows.map(({ id }) => id)).toStrictEqual(["ours", "peer", "apart"]);
  expect(findings[0]?.value).toBe(rows[2]?.cost);
  expect(rows[2]?.peerCost).toBe(rows[1]?.cost);
  expect(isClosed).toBe(true);
});

test("refuses a claim about a side that there is none of", async () => {
  const wrong = timedWork({
    id: "w0",
    title: "nothing",
    unit: "us",
    plan: () => ({
      sides,
      claims: [{ text: "some", figure: (cost) => cost("other"), unit: "x" }],
    }),
  });
  await expect(wrong.run("smoke")).rejects.toThrow("No side of this work is called other.");
});
