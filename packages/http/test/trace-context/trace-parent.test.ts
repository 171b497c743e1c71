import { formatTraceParent, parseTraceParent } from "@rivulet/http";

const traceId = "12345678901234567890123456789012";
const spanId = "1234567890123456";
const future = "what-the-future-will-be-like";

// The vectors of the W3C's test suite (trace-context/test/test.py), by the names of its tests.
const valid: readonly (readonly [test: string, header: string, flags: number])[] = [
  ["both_included", `00-${traceId}-${spanId}-01`, 1],
  ["not sampled", `00-${traceId}-${spanId}-00`, 0],
  ["all flags", `00-${traceId}-${spanId}-ff`, 255],
  ["version_0xcc", `cc-${traceId}-${spanId}-01`, 1],
  ["version_0xcc, more fields", `cc-${traceId}-${spanId}-01-${future}`, 1],
  ["version_0xcc, an empty field", `cc-${traceId}-${spanId}-01-`, 1],
  ["ows_handling: space in front", ` 00-${traceId}-${spanId}-01`, 1],
  ["ows_handling: tab in front", `\t00-${traceId}-${spanId}-01`, 1],
  ["ows_handling: space behind", `00-${traceId}-${spanId}-01 `, 1],
  ["ows_handling: tab behind", `00-${traceId}-${spanId}-01\t`, 1],
  ["ows_handling: both", `\t 00-${traceId}-${spanId}-01 \t`, 1],
];

const invalid: readonly (readonly [test: string, header: string | null | undefined])[] = [
  ["missing", undefined],
  ["missing, as Headers says it", null],
  ["empty", ""],
  ["duplicated", `00-${traceId}-${spanId}-01, 00-${traceId}-${spanId}-01`],
  ["version_0x00, more behind", `00-${traceId}-${spanId}-01.`],
  ["version_0x00, more fields", `00-${traceId}-${spanId}-01-${future}`],
  ["version_0xcc, no dash", `cc-${traceId}-${spanId}-01.${future}`],
  ["version_0xff", `ff-${traceId}-${spanId}-01`],
  ["version_illegal_characters, first", `.0-${traceId}-${spanId}-01`],
  ["version_illegal_characters, second", `0.-${traceId}-${spanId}-01`],
  ["version_too_long, 3", `000-${traceId}-${spanId}-01`],
  ["version_too_long, 4", `0000-${traceId}-${spanId}-01`],
  ["version_too_short", `0-${traceId}-${spanId}-01`],
  ["version in upper case", `CC-${traceId}-${spanId}-01`],
  ["trace_id_all_zero", `00-${"0".repeat(32)}-${spanId}-01`],
  ["trace_id_illegal_characters, first", `00-.2345678901234567890123456789012-${spanId}-01`],
  ["trace_id_illegal_characters, last", `00-1234567890123456789012345678901.-${spanId}-01`],
  ["trace_id in upper case", `00-${"A".repeat(32)}-${spanId}-01`],
  ["trace_id_too_long", `00-${traceId}3-${spanId}-01`],
  ["trace_id_too_short", `00-${traceId.slice(1)}-${spanId}-01`],
  ["parent_id_all_zero", `00-${traceId}-${"0".repeat(16)}-01`],
  ["parent_id_illegal_characters, first", `00-${traceId}-.234567890123456-01`],
  ["parent_id_illegal_characters, last", `00-${traceId}-123456789012345.-01`],
  ["parent_id_too_long", `00-${traceId}-${spanId}7-01`],
  ["parent_id_too_short", `00-${traceId}-${spanId.slice(1)}-01`],
  ["trace_flags_illegal_characters, first", `00-${traceId}-${spanId}-.0`],
  ["trace_flags_illegal_characters, second", `00-${traceId}-${spanId}-0.`],
  ["trace_flags_too_long", `00-${traceId}-${spanId}-001`],
  ["trace_flags_too_short", `00-${traceId}-${spanId}-1`],
  ["a line break behind", `00-${traceId}-${spanId}-01\n`],
  ["another separator", `00_${traceId}_${spanId}_01`],
];

describe("a traceparent header that is valid", () => {
  it.each(valid)("%s", (_test, header, flags) => {
    expect(parseTraceParent(header)).toEqual({ traceId, spanId, flags });
  });

  it("is written in version 00 again", () => {
    const parsed = parseTraceParent(`cc-${traceId}-${spanId}-0a-${future}`);
    expect(parsed && formatTraceParent(parsed)).toBe(`00-${traceId}-${spanId}-0a`);
  });
});

describe("a traceparent header that is invalid is as if there were none", () => {
  it.each(invalid)("%s", (_test, header) => {
    expect(parseTraceParent(header)).toBeUndefined();
  });
});
