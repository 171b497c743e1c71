import { isOnlyPoint } from "../../src/frame/side.ts";
import { sizedId, toSides } from "../../src/frame/sized-program.ts";

const run = (): Promise<number> => Promise.resolve(1);

test("makes a side of each size, and a row of those that are compared or have a goal", () => {
  const sides = toSides({
    id: "ours",
    label: "Rivulet",
    kind: "ours",
    against: "chunks",
    panel: "all",
    sizes: [10, 1_000, 5_000],
    at: (size) => ({
      units: size * 3,
      run,
      peer: size === 1_000 ? sizedId("peer", size) : undefined,
      goal: size === 5_000 ? { costAtMost: 1 } : undefined,
    }),
  });
  expect(sides.map(({ id, label, size, units }) => ({ id, label, size, units }))).toStrictEqual([
    { id: "ours-10", label: "Rivulet, 10 chunks", size: 10, units: 30 },
    { id: "ours-1000", label: "Rivulet, 1,000 chunks", size: 1_000, units: 3_000 },
    { id: "ours-5000", label: "Rivulet, 5,000 chunks", size: 5_000, units: 15_000 },
  ]);
  expect(sides[1]?.peer).toBe("peer-1000");
  expect(sides.map(isOnlyPoint)).toStrictEqual([true, false, false]);
});

test("a side of one size has a row whatever it is compared with", () => {
  expect(isOnlyPoint({ id: "a", label: "a", kind: "bare", units: 1, run })).toBe(false);
});
