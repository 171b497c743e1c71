import { maximalMarginalRelevance } from "@rivulet/runnables";

const query = [1, 0];
const vectors = [
  [1, 0.2],
  [1, 0.1],
  [1, -0.9],
  [0, 1],
];

describe("maximalMarginalRelevance", () => {
  it("chooses the nearest first", () => {
    expect(maximalMarginalRelevance(query, vectors, 0.5, 1)).toStrictEqual([1]);
    expect(maximalMarginalRelevance(query, vectors, 0, 1)).toStrictEqual([1]);
  });

  it("weighs nearness against likeness to what was chosen", () => {
    expect(maximalMarginalRelevance(query, vectors, 1, 4)).toStrictEqual([1, 0, 2, 3]);
    expect(maximalMarginalRelevance(query, vectors, 0, 2)).toStrictEqual([1, 3]);
    // 0.5 * 0.743 - 0.5 * 0.673 for the third, less for the others.
    expect(maximalMarginalRelevance(query, vectors, 0.5, 2)).toStrictEqual([1, 2]);
  });

  it("chooses four, or as many as there are", () => {
    expect(maximalMarginalRelevance(query, vectors)).toHaveLength(4);
    expect(maximalMarginalRelevance(query, vectors, 0.5, 9)).toHaveLength(4);
    expect(maximalMarginalRelevance(query, [])).toStrictEqual([]);
  });

  it("takes typed arrays, and vectors of zeros", () => {
    const typed = [new Float32Array([0, 0]), new Float32Array([2, 0])];

    expect(maximalMarginalRelevance(new Float32Array(query), typed)).toStrictEqual([1, 0]);
  });
});
