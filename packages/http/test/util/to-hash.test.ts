import { toSpanId, toTraceId } from "@rivulet/http";
import { toHash } from "../../src/util/to-hash.ts";

/** The algorithm as it is written down. */
function hashByDefinition(text: string, bits: 64 | 128): string {
  const [prime, basis] =
    bits === 64
      ? [2n ** 40n + 0x1b3n, 0xcbf29ce484222325n]
      : [2n ** 88n + 0x13bn, 0x6c62272e07bb014262b821756295c58dn];
  let hash = basis;
  for (const byte of new TextEncoder().encode(text))
    hash = BigInt.asUintN(bits, (hash ^ BigInt(byte)) * prime);
  return hash.toString(16).padStart(bits / 4, "0");
}

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

  it.each([64, 128] as const)("is what the definition gives, in %i bits", (bits) => {
    const texts = [
      "V1StGXR8_Z5jdHi6B-myT",
      "ein Lauf",
      "運行 🙂",
      "\ud800",
      "a/b?c",
      "-".repeat(500),
    ];
    for (let count = 0; count < 500; count += 1)
      texts.push(`${String(count)}-${"ab".repeat(count)}`);
    for (const text of texts) expect(toHash(text, bits)).toBe(hashByDefinition(text, bits));
  });

  it("gives ids of a trace and of a span, the same for the same run", () => {
    expect(toTraceId("V1StGXR8_Z5jdHi6B-myT")).toMatch(/^[0-9a-f]{32}$/);
    expect(toSpanId("V1StGXR8_Z5jdHi6B-myT")).toMatch(/^[0-9a-f]{16}$/);
    expect(toSpanId("a")).toBe(toSpanId("a"));
    expect(toSpanId("a")).not.toBe(toSpanId("b"));
  });
});
