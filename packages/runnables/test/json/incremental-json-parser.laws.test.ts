import fc from "fast-check";

import { toPlainJson } from "../../src/json/to-plain-json.ts";
import type { JsonValue } from "../../src/json/json-value.ts";
import { cut, snapshotsOf } from "./snapshots-of.ts";

const key = fc.oneof(
  fc.constantFrom("__proto__", "constructor", "toString", "0", "10", "a", "b", ""),
  fc.string({ unit: "binary", maxLength: 6 }),
);
const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: "grapheme" }),
  fc.constantFrom("\ud800", "\udc00\ud800", '"\\/\b\f\n\r\t', "😀", "{}", "```"),
);
const number = fc.oneof(
  fc.double({ noDefaultInfinity: true, noNaN: true }).map((value) => JSON.stringify(value)),
  fc.constantFrom("-0", "0", "1e400", "-1E+2", "1.0", "12345678901234567890", "0.1e-7", "5e-324"),
);
const blank = fc.constantFrom("", "", " ", "\n\t", "\r\n  ");

/** A string as JSON text, each code unit escaped or not at random. */
const stringText = fc.tuple(text, fc.boolean()).map(([value, isEscaped]) => {
  const written = JSON.stringify(value);
  return isEscaped
    ? `"${[...Array(value.length).keys()].map((at) => `\\u${value.charCodeAt(at).toString(16).padStart(4, "0")}`).join("")}"`
    : written;
});

/** JSON text with odd blanks, repeated keys and odd numbers: what `JSON.stringify` never writes. */
const { document } = fc.letrec<{ document: string; container: string }>((tie) => ({
  document: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    number,
    stringText,
    fc.constantFrom("true", "false", "null"),
    tie("container"),
  ),
  container: fc.oneof(
    fc
      .array(fc.tuple(blank, tie("document"), blank), { maxLength: 6 })
      .map((items) => `[${items.map((item) => item.join("")).join(",")}]`),
    fc
      .array(fc.tuple(blank, key, blank, tie("document"), blank), { maxLength: 6 })
      .map(
        (members) =>
          `{${members.map(([a, name, b, value, c]) => `${a}${JSON.stringify(name)}${b}:${value}${c}`).join(",")}}`,
      ),
  ),
}));

const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });

function hasRepeatedKey(json: string): boolean {
  // Outside strings each colon belongs to one key.
  const written = json.replaceAll(/"(?:[^"\\]|\\.)*"/gs, "").split(":").length - 1;
  return written !== countKeys(JSON.parse(json));
}

function countKeys(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  const own = Array.isArray(value) ? 0 : Object.keys(value).length;
  return Object.values(value).reduce<number>((sum, inner) => sum + countKeys(inner), own);
}

/** Whether `later` may follow `earlier`: the same kinds, longer strings, more members. */
function grows(earlier: unknown, later: unknown): boolean {
  if (typeof earlier === "string") return typeof later === "string" && later.startsWith(earlier);
  if (typeof earlier === "number") return typeof later === "number";
  if (typeof earlier !== "object" || earlier === null) return earlier === later;
  if (typeof later !== "object" || later === null) return false;
  const after = new Map<string, unknown>(Object.entries(later));
  return (
    Array.isArray(earlier) === Array.isArray(later) &&
    Object.entries(earlier).every(([name, value]) => grows(value, after.get(name)))
  );
}

describe("laws of the incremental parser", () => {
  it("reads any document as JSON.parse does, however it is cut", () => {
    fc.assert(
      fc.property(document, sizes, (json, cuts) => {
        const { parser, snapshots } = snapshotsOf(cut(json, cuts));
        expect(parser.isComplete).toBe(true);
        expect(parser.snapshot()).toEqual(JSON.parse(json));
        expect(JSON.stringify(parser.snapshot())).toBe(JSON.stringify(JSON.parse(json)));
        expect(snapshots.at(-1)).toEqual(JSON.parse(json));
      }),
      { numRuns: 1500 },
    );
  });

  it("shows after each chunk what one chunk of the same text would show", () => {
    fc.assert(
      fc.property(
        document,
        sizes,
        fc.constantFrom("", "So:\n```json\n", "So {x}: "),
        (json, cuts, before) => {
          const chunks = cut(before + json, cuts);
          for (let count = 1; count <= chunks.length; count += 1) {
            const inPieces = snapshotsOf(chunks.slice(0, count)).parser;
            const atOnce = snapshotsOf([chunks.slice(0, count).join("")]).parser;
            expect(inPieces.snapshot()).toEqual(atOnce.snapshot());
            expect(inPieces.failure).toEqual(atOnce.failure);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it("never contradicts a snapshot", () => {
    fc.assert(
      fc.property(document, sizes, (json, cuts) => {
        fc.pre(!hasRepeatedKey(json));
        const { snapshots } = snapshotsOf(cut(`\`\`\`json\n${json}\n\`\`\``, cuts));
        for (let at = 1; at < snapshots.length; at += 1) {
          expect(grows(snapshots[at - 1], snapshots[at])).toBe(true);
          expect(snapshots[at]).not.toEqual(snapshots[at - 1]);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("leaves every snapshot as it was", () => {
    fc.assert(
      fc.property(document, sizes, (json, cuts) => {
        const clones: string[] = [];
        const kept: JsonValue[] = [];
        const wide = `{"wide":[${"0,".repeat(600)}${json}],"after":[${json},${json}]}`;
        for (const chunks of [
          cut(json, cuts),
          [wide.slice(0, 1208), ...cut(wide.slice(1208), cuts)],
        ]) {
          const { snapshots } = snapshotsOf(chunks);
          // Taken in a second pass over the same chunks, so that the first pass reads its views late.
          snapshotsOf(chunks).snapshots.forEach((snapshot) =>
            clones.push(JSON.stringify(snapshot)),
          );
          kept.push(...snapshots);
        }
        expect(kept.map((snapshot) => JSON.stringify(toPlainJson(snapshot)))).toEqual(clones);
        expect(kept.map((snapshot) => JSON.stringify(snapshot))).toEqual(clones);
        kept.forEach(expectFrozen);
      }),
      { numRuns: 150 },
    );
  });

  it("never throws, whatever the text", () => {
    const noise = fc.array(
      fc.oneof(
        document,
        fc.constantFrom("{", "[", '"', "```json\n", "```", "\\u", ",", ":", "}", "]", "x "),
      ),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(noise, sizes, (pieces, cuts) => {
        const whole = pieces.join("");
        const inPieces = snapshotsOf(cut(whole, cuts)).parser;
        const atOnce = snapshotsOf([whole]).parser;
        expect(inPieces.snapshot()).toEqual(atOnce.snapshot());
        expect(inPieces.failure).toEqual(atOnce.failure);
        expect(inPieces.isComplete).toBe(atOnce.isComplete);
      }),
      { numRuns: 1500 },
    );
  });
});

function expectFrozen(value: JsonValue): void {
  if (typeof value !== "object" || value === null) return;
  expect(Object.isFrozen(value)).toBe(true);
  Object.values(value).forEach(expectFrozen);
}
