import { isDeepEqual } from "../../src/util/is-deep-equal.ts";

class Point {
  readonly x: number;
  constructor(x: number) {
    this.x = x;
  }
}

function cycle(): object {
  const one: { self?: object } = {};
  one.self = one;
  return one;
}

describe("isDeepEqual", () => {
  it.each<[string, unknown, unknown]>([
    ["numbers", Number.NaN, Number.NaN],
    ["lists", [1, [2]], [1, [2]]],
    ["objects", { a: 1, b: { c: undefined } }, { b: { c: undefined }, a: 1 }],
    ["objects of a class", new Point(1), new Point(1)],
    ["dates", new Date(5), new Date(5)],
    ["cycles", cycle(), cycle()],
  ])("sees that %s are equal", (_what, one, other) => {
    expect(isDeepEqual(one, other)).toBe(true);
  });

  it.each<[string, unknown, unknown]>([
    ["zeros", 0, -0],
    ["an object and null", {}, null],
    ["null and an object", null, {}],
    ["a string and an object", "a", {}],
    ["lists of other lengths", [1], [1, 2]],
    ["a key and another", { a: undefined }, { b: undefined }],
    ["values", { a: [1] }, { a: [2] }],
    ["an object of a class and a plain one", new Point(1), { x: 1 }],
    ["dates", new Date(5), new Date(6)],
    ["a cycle and none", cycle(), { self: {} }],
  ])("tells %s apart", (_what, one, other) => {
    expect(isDeepEqual(one, other)).toBe(false);
  });
});
