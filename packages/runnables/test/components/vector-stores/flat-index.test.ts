import { Document, FlatIndex, type Vector } from "@rivulet/runnables";

/** Numbers from -1 to 1 that are the same in every run. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

function createVectors(count: number, dimensions: number): Vector[] {
  const random = createRandom(count);
  return Array.from({ length: count }, () => Array.from({ length: dimensions }, random));
}

function fill(index: FlatIndex, vectors: readonly Vector[]): void {
  const firstRow = index.append(vectors);
  const entries = vectors.map((_, place) => {
    const id = String(firstRow + place);
    return { id, document: new Document({ pageContent: id }) };
  });
  index.commit(firstRow, entries);
}

function cosine(one: Vector, other: Vector): number {
  const dot = (left: Vector, right: Vector): number =>
    left.reduce((sum, value, place) => sum + value * (right[place] ?? 0), 0);
  return dot(one, other) / Math.sqrt(dot(one, one) * dot(other, other));
}

describe("FlatIndex", () => {
  it.each([[1], [3], [7], [32]])("finds what sorting all would, of %p dimensions", (dimensions) => {
    const vectors = createVectors(300, dimensions);
    const index = new FlatIndex();
    for (let start = 0; start < 300; start += 70) fill(index, vectors.slice(start, start + 70));

    const query = createVectors(1, dimensions)[0] ?? [];
    const scores = vectors.map((vector) => cosine(query, vector));
    for (const k of [1, 2, 10, 299, 300, 1000]) {
      const found = index.search(index.toQuery(query), k);
      expect(found).toHaveLength(Math.min(k, 300));
      const expected = scores.toSorted((one, other) => other - one);
      for (const [place, { score, document }] of found.entries()) {
        expect(score).toBeCloseTo(expected[place] ?? NaN, 5);
        expect(score).toBeCloseTo(scores[Number(document.pageContent)] ?? NaN, 5);
      }
    }
  });

  it("finds the first added of those that are as near, in their order", () => {
    const index = new FlatIndex();
    fill(
      index,
      Array.from({ length: 40 }, (_, place) => [place % 4 === 0 ? 1 : 2, 1]),
    );
    const found = index.search(index.toQuery([1, 1]), 12);

    expect(found.map(({ document }) => document.pageContent)).toStrictEqual([
      "0",
      "4",
      "8",
      "12",
      "16",
      "20",
      "24",
      "28",
      "32",
      "36",
      "1",
      "2",
    ]);
  });

  it("finds nothing that was not committed", () => {
    const index = new FlatIndex();
    index.append([[1, 0]]);

    expect(index.search(index.toQuery([1, 0]), 1)).toStrictEqual([]);
    expect([index.size, index.rowCount]).toStrictEqual([0, 1]);
  });

  it("looks at certain rows alone", () => {
    const index = new FlatIndex();
    fill(index, createVectors(10, 4));
    const found = index.search(index.toQuery([1, 0, 0, 0]), 10, {
      rows: [7, 3, 5],
      passes: ({ pageContent }) => pageContent !== "5",
    });

    expect(found.map(({ document }) => document.pageContent).toSorted()).toStrictEqual(["3", "7"]);
  });

  it("keeps what is there, in its order, when it is made without empty rows", () => {
    const index = new FlatIndex();
    fill(index, createVectors(100, 4));
    const ids = Array.from({ length: 100 }, (_, place) => String(place));
    index.delete(ids.filter((_, place) => place % 3 !== 0));
    const compacted = index.compact();

    const query = index.toQuery([1, 2, 3, 4]);
    expect(compacted.search(query, 100)).toStrictEqual(index.search(query, 100));
    expect([index.rowCount, compacted.rowCount, compacted.size]).toStrictEqual([100, 34, 34]);
    expect(compacted.entryAt(1)?.id).toBe("3");
  });

  it("is the same when it is made from its snapshot", () => {
    const index = new FlatIndex();
    fill(index, createVectors(20, 4));
    index.delete(["3", "4"]);
    index.append(createVectors(2, 4));
    const { values, ...rest } = index.toSnapshot();
    const copy = FlatIndex.fromSnapshot({ ...rest, values: values.slice() });

    const query = index.toQuery([1, 2, 3, 4]);
    expect(copy.search(query, 20)).toStrictEqual(index.search(query, 20));
    expect([copy.size, copy.rowCount, copy.dimensions]).toStrictEqual([18, 22, 4]);
    fill(copy, [[4, 3, 2, 1]]);
    expect([index.size, copy.size]).toStrictEqual([18, 19]);
  });

  it.each([
    [
      "too few values",
      { dimensions: 2, values: new Float32Array(3), entries: [undefined, undefined] },
    ],
    ["values without dimensions", { dimensions: 0, values: new Float32Array(1), entries: [] }],
    ["dimensions that are none", { dimensions: NaN, values: new Float32Array(0), entries: [] }],
  ])("refuses a snapshot of %s", (_what, snapshot) => {
    expect(() => FlatIndex.fromSnapshot(snapshot)).toThrow(
      expect.objectContaining({ code: "INVALID_ARGUMENT" }),
    );
  });

  it.each([
    ["very great", 1e300],
    ["very small", 1e-300],
  ])("compares vectors of %s numbers", (_what, scale) => {
    const index = new FlatIndex();
    fill(index, [
      [3 * scale, 4 * scale],
      [scale, 0],
    ]);

    const [first, second] = index.search(index.toQuery([3 * scale, 4 * scale]), 2);
    expect([first?.score, second?.score]).toEqual([expect.closeTo(1, 6), expect.closeTo(0.6, 6)]);
    expect([...index.vectorAt(1)]).toStrictEqual([1, 0]);
  });

  it("takes vectors of zeros, which are near to nothing", () => {
    const index = new FlatIndex();
    fill(index, [
      [0, 0],
      [1, 0],
    ]);

    expect(index.search(index.toQuery([1, 0]), 2).map(({ score }) => score)).toStrictEqual([1, 0]);
    expect(index.search(index.toQuery([0, 0]), 2).map(({ score }) => score)).toStrictEqual([0, 0]);
  });
});
