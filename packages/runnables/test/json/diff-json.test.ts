import fc from "fast-check";
import { applyPatch } from "fast-json-patch";

import { diffJson } from "../../src/json/diff-json.ts";
import type { JsonValue } from "../../src/json/json-value.ts";
import { cut, snapshotsOf } from "./snapshots-of.ts";

/** Applies our patch with another implementation, to mutable copies. */
function patched(before: JsonValue | undefined, after: JsonValue): unknown {
  const document: unknown = before === undefined ? null : JSON.parse(JSON.stringify(before));
  const patch = JSON.parse(JSON.stringify(diffJson(before, after)));
  return applyPatch(document, patch, true, true, false).newDocument;
}

function normalized(value: JsonValue): unknown {
  return JSON.parse(JSON.stringify(value));
}

describe("diffJson", () => {
  it.each<[JsonValue | undefined, JsonValue, unknown[]]>([
    [undefined, {}, [{ op: "replace", path: "", value: {} }]],
    [{}, {}, []],
    [1, 2, [{ op: "replace", path: "", value: 2 }]],
    [{}, [], [{ op: "replace", path: "", value: [] }]],
    [null, {}, [{ op: "replace", path: "", value: {} }]],
    [{ a: 1 }, { a: 1, b: [] }, [{ op: "add", path: "/b", value: [] }]],
    [{ a: 1, b: 2 }, { b: 2 }, [{ op: "remove", path: "/a" }]],
    [
      [1, 2, 3],
      [1],
      [
        { op: "remove", path: "/2" },
        { op: "remove", path: "/1" },
      ],
    ],
    [
      [1],
      [2, 3],
      [
        { op: "replace", path: "/0", value: 2 },
        { op: "add", path: "/1", value: 3 },
      ],
    ],
    [
      { "a/b~c": { "": "x" } },
      { "a/b~c": { "": "xy" } },
      [{ op: "replace", path: "/a~1b~0c/", value: "xy" }],
    ],
    [{}, { toString: 1 }, [{ op: "add", path: "/toString", value: 1 }]],
    [{ a: null }, { a: {} }, [{ op: "replace", path: "/a", value: {} }]],
    [{ "10": 1 }, { "10": 1, "2": 1 }, [{ op: "add", path: "/2", value: 1 }]],
  ])("from %j to %j", (before, after, expected) => {
    expect(diffJson(before, after)).toEqual(expected);
  });

  it("turns any value into any other", () => {
    const json = fc
      .jsonValue({ maxDepth: 4 })
      .map((value): JsonValue =>
        JSON.parse(JSON.stringify(value).replaceAll("__proto__", "proto")),
      );
    fc.assert(
      fc.property(json, json, (before, after) => {
        expect(patched(before, after)).toEqual(normalized(after));
      }),
      { numRuns: 1000 },
    );
  });

  it("turns each snapshot into the next, for small and for wide documents, however they are cut", () => {
    const json = fc
      .jsonValue({ maxDepth: 4 })
      .map((value) => JSON.stringify(value).replaceAll("__proto__", "proto"));
    const prefix = fc.constantFrom(
      "",
      `[${"0,".repeat(600)}`,
      `{${Array.from({ length: 80 }, (_, at) => `"k${at}":${at},`).join("")}"k":`,
    );
    fc.assert(
      fc.property(
        json,
        prefix,
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 4 }),
        (inner, before, sizes) => {
          const close = before === "" ? "" : before.startsWith("[") ? "]" : `,"k1":${inner},"k":2}`;
          let last: JsonValue | undefined;
          for (const snapshot of snapshotsOf(cut(before + inner + close, sizes)).snapshots) {
            expect(patched(last, snapshot)).toEqual(normalized(snapshot));
            last = snapshot;
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it("goes back from a later snapshot of a wide document to an earlier one", () => {
    const chunks = cut(
      `{"list":[${"1,".repeat(700)}{"a":1},2],${Array.from({ length: 90 }, (_, at) => `"k${at}":${at},`).join("")}"end":0}`,
      [13],
    );
    const { snapshots } = snapshotsOf(chunks);
    for (let at = 5; at < snapshots.length; at += 7) {
      const earlier = snapshots[at - 5];
      const later = snapshots[at];
      if (earlier !== undefined && later !== undefined)
        expect(patched(later, earlier)).toEqual(normalized(earlier));
    }
  });

  it("looks only at what was open: a wide document costs no reads of its closed items", () => {
    const { snapshots } = snapshotsOf([`[${"[0],".repeat(5000)}"x`, "y", "z"]);
    const [first, second] = snapshots;
    if (first === undefined || second === undefined) throw new Error("No snapshots.");
    expect(diffJson(first, second)).toEqual([{ op: "replace", path: "/5000", value: "xy" }]);
  });

  it("follows a nesting of 5,000 without recursion", () => {
    const depth = 5000;
    const { snapshots } = snapshotsOf(['{"a":'.repeat(depth), '"x', "y"]);
    const patches = snapshots.slice(1).map((snapshot, at) => diffJson(snapshots[at], snapshot));
    expect(patches.map((patch) => patch.map(({ op }) => op))).toEqual([["add"], ["replace"]]);
    expect(patches[1]?.[0]?.path).toBe("/a".repeat(depth));
  });
});
