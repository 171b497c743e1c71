import { describeValue, isPlainObject } from "@rivulet/core";
import { isPromiseLike } from "@rivulet/core/runtime";

describe("describeValue", () => {
  it.each([
    ["text", '"text"'],
    ["x".repeat(61), `"${"x".repeat(57)}..."`],
    [() => 1, "a function"],
    [[1], "an array"],
    [{ a: 1 }, "an object"],
    [null, "null"],
    [undefined, "undefined"],
    [Number.NaN, "NaN (number)"],
    [5n, "5 (bigint)"],
    [Symbol("s"), "Symbol(s) (symbol)"],
  ])("shows %p as %s", (value, expected) => {
    expect(describeValue(value)).toBe(expected);
  });
});

describe("isPlainObject", () => {
  it.each([
    [{}, true],
    [Object.create(null), true],
    [[], false],
    [null, false],
    [new Date(), false],
    ["text", false],
  ])("of %p is %p", (value, expected) => {
    expect(isPlainObject(value)).toBe(expected);
  });
});

describe("isPromiseLike", () => {
  it.each([
    [Promise.resolve(), true],
    // oxlint-disable-next-line unicorn/no-thenable -- the subject of the test
    [{ then: () => undefined }, true],
    // oxlint-disable-next-line unicorn/no-thenable -- the subject of the test
    [{ then: 1 }, false],
    [{}, false],
    [null, false],
    [() => undefined, false],
  ])("of %p is %p", (value, expected) => {
    expect(isPromiseLike(value)).toBe(expected);
  });
});
