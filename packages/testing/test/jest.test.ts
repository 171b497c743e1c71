import { rivuletMatchers } from "@rivulet/testing";

describe("@rivulet/testing/jest", () => {
  it("extends the global expect", () => {
    const extended: unknown[] = [];
    const real = expect;
    try {
      Object.assign(globalThis, {
        expect: { extend: (matchers: object) => extended.push(matchers) },
      });
      jest.isolateModules(() => {
        require("@rivulet/testing/jest");
      });
    } finally {
      Object.assign(globalThis, { expect: real });
    }
    expect(extended.map((matchers) => Object.keys(matchers as object))).toEqual([
      Object.keys(rivuletMatchers),
    ]);
  });

  it("says what to do where there is none", () => {
    const real = expect;
    let failure: unknown;
    try {
      Object.assign(globalThis, { expect: undefined });
      jest.isolateModules(() => {
        require("@rivulet/testing/jest");
      });
    } catch (error) {
      failure = error;
    } finally {
      Object.assign(globalThis, { expect: real });
    }
    expect(failure).toMatchObject({ code: "INVALID_ARGUMENT" });
  });
});
