import { Document, toDocumentPredicate } from "@rivulet/runnables";

const document = new Document({
  pageContent: "text",
  metadata: { a: 1, b: { c: [1, { d: "x" }] }, e: undefined, f: NaN },
});

describe("toDocumentPredicate", () => {
  it.each([
    [{}, true],
    [{ a: 1 }, true],
    [{ a: 1, f: NaN }, true],
    [{ a: 1, missing: 1 }, false],
    [{ a: "1" }, false],
    [{ e: undefined }, true],
    [{ missing: undefined }, false],
    [{ toString: Object.prototype.toString }, false],
    [{ b: { c: [1, { d: "x" }] } }, true],
    [{ b: { c: [1, { d: "y" }] } }, false],
    [{ b: { c: [1] } }, false],
    [{ b: {} }, false],
    [{ b: { c: { 0: 1, 1: { d: "x" } } } }, false],
  ])("takes %p as fields to have: %p", (filter, passes) => {
    expect(toDocumentPredicate(filter)?.(document)).toBe(passes);
  });

  it("takes a function as it is, and nothing as nothing", () => {
    const filter = (): boolean => true;

    expect(toDocumentPredicate(filter)).toBe(filter);
    expect(toDocumentPredicate(undefined)).toBeUndefined();
  });

  it.each([[null], ["a"], [[]], [new Map()], [1]])("refuses %p", (filter) => {
    expect(() => toDocumentPredicate(filter as unknown as Record<string, unknown>)).toThrow(
      expect.objectContaining({ code: "INVALID_ARGUMENT" }),
    );
  });
});
