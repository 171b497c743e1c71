import { compareRounds } from "../../src/frame/compare-rounds.ts";

test("takes the median of the ratios of each round, not the ratio of the medians", () => {
  const found = compareRounds([1, 2, 4], [100, 10, 80]);
  expect(found).toStrictEqual({ cost: 2, peerCost: 80, ratio: 20 });
});

test("has no ratio without a peer", () => {
  expect(compareRounds([3, 1], undefined)).toStrictEqual({ cost: 2 });
});
