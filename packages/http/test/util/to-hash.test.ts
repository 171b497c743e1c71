import { toSpanId, toTraceId } from "@rivulet/http";
import { toHash } from "../../src/util/to-hash.ts";

describe("toHash", () => {
  // The vectors of the algorithm's authors (draft-eastlake-fnv).
  it.each([
    ["", 64, "cbf29ce484222325"],
    ["a", 64, "af63dc4c8601ec8c"],
    ["foobar", 64, "85944171f73967e8"],
    ["", 128, "6c62272e07bb014262b821756295c58d"],
    ["a", 128, "d228cb696f1a8caf78912b704e4a8964"],
  ] as const)("%j in %i bits", (text, bits, hash) => {
    expect(toHash(text, bits)).toBe(hash);
  });

  it("gives ids of a trace and of a span, the same for the same run", () => {
    expect(toTraceId("V1StGXR8_Z5jdHi6B-myT")).toMatch(/^[0-9a-f]{32}$/);
    expect(toSpanId("V1StGXR8_Z5jdHi6B-myT")).toMatch(/^[0-9a-f]{16}$/);
    expect(toSpanId("a")).toBe(toSpanId("a"));
    expect(toSpanId("a")).not.toBe(toSpanId("b"));
  });
});
