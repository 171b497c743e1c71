import { encodeId, formatLineage, parseLineage } from "../../src/trace-context/run-lineage.ts";

describe("the ids of runs in a header", () => {
  it.each([
    ["ids of ours", ["V1StGXR8_Z5jdHi6B-myT", "x"]],
    ["ids with separators", ["a/b", "c,d;e=f", 'g"h\\i', "100%", "it's"]],
    ["ids of other letters", ["läuft", "실행"]],
  ])("%s are read as they were written", (_what, ids) => {
    const written = formatLineage(ids);
    expect(written).toMatch(/^[\w\-.!~*()%/]+$/);
    expect(parseLineage(`${written};property`)).toEqual(ids);
  });

  it("names of more than 64 the root and the innermost", () => {
    const ids = Array.from({ length: 100 }, (_, index) => String(index));
    expect(parseLineage(formatLineage(ids))).toEqual(["0", ...ids.slice(37)]);
  });

  it("writes half a character as one that is unknown", () => {
    expect(encodeId("a\ud800")).toBe("a%EF%BF%BD");
  });

  it.each([
    ["nothing", undefined],
    ["an empty text", ""],
    ["an empty id", "a//b"],
    ["a line break", "a%0D%0Aset-cookie"],
    ["a broken code", "%E0%A4"],
    ["a long id", "x".repeat(129)],
    ["many ids", Array.from({ length: 65 }, () => "a").join("/")],
  ])("reads %s as no ids", (_what, text) => {
    expect(parseLineage(text)).toBeUndefined();
  });
});
