import type { RawHeaders } from "../support/raw-request.ts";

/** What a service is sent, and what it has to send on to the services that it asks. */
export interface TraceVector {
  /** The name of the case in the W3C's suite, and which of its requests it is. */
  readonly test: string;
  readonly headers: RawHeaders;
  /** Whether the trace goes on, or another one begins. */
  readonly isContinued: boolean;
  readonly flags: string;
  /** The members of `tracestate` that go on, in their order, without the service's own. */
  readonly state: readonly string[];
}

export const traceId = "12345678901234567890123456789012";
export const spanId = "1234567890123456";
const rest = "what-the-future-will-be-like";

const continued = (test: string, ...values: readonly string[]): readonly TraceVector[] =>
  values.map((value) => ({
    test: `${test} ${JSON.stringify(value)}`,
    headers: [["traceparent", value]],
    isContinued: true,
    flags: "01",
    state: [],
  }));

const restarted = (test: string, ...values: readonly string[]): readonly TraceVector[] =>
  continued(test, ...values).map((vector) => ({ ...vector, isContinued: false }));

const named = (test: string, ...headers: RawHeaders): TraceVector => ({
  test: `${test} ${headers.map(([name]) => name).join()}`,
  headers,
  isContinued: false,
  flags: "01",
  state: [],
});

/** `TraceContextTest` and `TraceContext2Test`, as far as they are of `traceparent`. */
export const traceparentVectors: readonly TraceVector[] = [
  named("both_traceparent_and_tracestate_missing"),
  ...continued("traceparent_included_tracestate_missing", `00-${traceId}-${spanId}-01`),
  named(
    "traceparent_duplicated",
    ["traceparent", `00-12345678901234567890123456789011-${spanId}-01`],
    ["traceparent", `00-${traceId}-${spanId}-01`],
  ),
  ...["trace-parent", "trace.parent"].map((name) =>
    named("traceparent_header_name", [name, `00-${traceId}-${spanId}-01`]),
  ),
  ...["TraceParent", "TrAcEpArEnT", "TRACEPARENT"].map((name) => ({
    ...named("traceparent_header_name_valid_casing", [name, `00-${traceId}-${spanId}-01`]),
    isContinued: true,
  })),
  ...restarted(
    "traceparent_version_0x00",
    `00-${traceId}-${spanId}-01.`,
    `00-${traceId}-${spanId}-01-${rest}`,
  ),
  ...continued(
    "traceparent_version_0xcc",
    `cc-${traceId}-${spanId}-01`,
    `cc-${traceId}-${spanId}-01-${rest}`,
  ),
  ...restarted("traceparent_version_0xcc", `cc-${traceId}-${spanId}-01.${rest}`),
  ...restarted("traceparent_version_0xff", `ff-${traceId}-${spanId}-01`),
  ...restarted(
    "traceparent_version_illegal_characters",
    `.0-${traceId}-${spanId}-01`,
    `0.-${traceId}-${spanId}-01`,
  ),
  ...restarted(
    "traceparent_version_too_long",
    `000-${traceId}-${spanId}-01`,
    `0000-${traceId}-${spanId}-01`,
  ),
  ...restarted("traceparent_version_too_short", `0-${traceId}-${spanId}-01`),
  ...restarted("traceparent_trace_id_all_zero", `00-${"0".repeat(32)}-${spanId}-01`),
  ...restarted(
    "traceparent_trace_id_illegal_characters",
    `00-.${traceId.slice(1)}-${spanId}-01`,
    `00-${traceId.slice(0, -1)}.-${spanId}-01`,
  ),
  ...restarted("traceparent_trace_id_too_long", `00-${traceId}3-${spanId}-01`),
  ...restarted("traceparent_trace_id_too_short", `00-${traceId.slice(0, -1)}-${spanId}-01`),
  ...restarted("traceparent_parent_id_all_zero", `00-${traceId}-${"0".repeat(16)}-01`),
  ...restarted(
    "traceparent_parent_id_illegal_characters",
    `00-${traceId}-.${spanId.slice(1)}-01`,
    `00-${traceId}-${spanId.slice(0, -1)}.-01`,
  ),
  ...restarted("traceparent_parent_id_too_long", `00-${traceId}-${spanId}7-01`),
  ...restarted("traceparent_parent_id_too_short", `00-${traceId}-${spanId.slice(0, -1)}-01`),
  ...restarted(
    "traceparent_trace_flags_illegal_characters",
    `00-${traceId}-${spanId}-.0`,
    `00-${traceId}-${spanId}-0.`,
  ),
  ...restarted("traceparent_trace_flags_too_long", `00-${traceId}-${spanId}-001`),
  ...restarted("traceparent_trace_flags_too_short", `00-${traceId}-${spanId}-1`),
  ...continued(
    "traceparent_ows_handling",
    ` 00-${traceId}-${spanId}-01`,
    `\t00-${traceId}-${spanId}-01`,
    `00-${traceId}-${spanId}-01 `,
    `00-${traceId}-${spanId}-01\t`,
    `\t 00-${traceId}-${spanId}-01 \t`,
  ),
  ...continued("propagates_random_flag", `00-${traceId}-${spanId}-02`).map((vector) => ({
    ...vector,
    flags: "02",
  })),
  // Not of the suite: flags that the specification does not name are set to zero.
  ...continued("other flags", `00-${traceId}-${spanId}-ff`, `cc-${traceId}-${spanId}-ff-x`).map(
    (vector) => ({ ...vector, flags: "03" }),
  ),
];

const parent = ["traceparent", `00-${traceId}-${spanId}-00`] as const;

/** Requests with a valid `traceparent` and headers of `tracestate`. */
const withState = (
  test: string,
  state: readonly string[],
  ...headers: readonly string[]
): TraceVector => ({
  test: `${test} ${headers.map((header) => JSON.stringify(header.slice(0, 40))).join()}`,
  headers: [parent, ...headers.map((header) => ["tracestate", header] as const)],
  isContinued: true,
  flags: "00",
  state,
});

const kept = (test: string, ...members: readonly string[]): readonly TraceVector[] =>
  members.map((member) => withState(test, member.split(","), member));

const discarded = (test: string, ...members: readonly string[]): readonly TraceVector[] =>
  members.map((member) => withState(test, [], member));

const characters = (from: number, to: number): string =>
  String.fromCharCode(...Array.from({ length: to - from + 1 }, (_, index) => from + index));
const keyCharacters = `${characters(0x61, 0x7a)}0123456789_-*/`;
const valueCharacters = characters(0x20, 0x2b) + characters(0x2d, 0x3c) + characters(0x3e, 0x7e);

const members = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => String(from + index).padStart(2, "0")).map(
    (number) => `bar${number}=${number}`,
  );
const memberHeaders = (count: number): readonly string[] =>
  [members(1, 10), members(11, 20), members(21, 30), members(31, count)].map((list) => list.join());

/** `TraceContextTest`, as far as it is of `tracestate`, in its newest form: keys are those of level 2. */
export const tracestateVectors: readonly TraceVector[] = [
  ...["foo=1", "foo=1,bar=2"].map((value) =>
    named("tracestate_included_traceparent_missing", ["tracestate", value]),
  ),
  ...kept("tracestate_included_traceparent_included", "foo=1,bar=2"),
  ...["trace-state", "trace.state"].map((name) => ({
    ...named("tracestate_header_name", parent, [name, "foo=1"]),
    isContinued: true,
    flags: "00",
  })),
  ...["TraceState", "TrAcEsTaTe", "TRACESTATE"].map((name) => ({
    ...named("tracestate_header_name_valid_casing", parent, [name, "foo=1"]),
    isContinued: true,
    flags: "00",
    state: ["foo=1"],
  })),
  withState("tracestate_empty_header", [], ""),
  withState("tracestate_empty_header", ["foo=1"], "foo=1", ""),
  withState("tracestate_empty_header", ["foo=1"], "", "foo=1"),
  withState(
    "tracestate_multiple_headers_different_keys",
    ["foo=1", "bar=2", "rojo=1", "congo=2", "baz=3"],
    "foo=1,bar=2",
    "rojo=1,congo=2",
    "baz=3",
  ),
  withState("tracestate_duplicated_keys", ["foo=1"], "foo=1,foo=1"),
  withState("tracestate_duplicated_keys", ["foo=1"], "foo=1,foo=2"),
  withState("tracestate_duplicated_keys", ["foo=1"], "foo=1", "foo=1"),
  withState("tracestate_duplicated_keys", ["foo=1"], "foo=1", "foo=2"),
  ...kept(
    "tracestate_all_allowed_characters",
    `${keyCharacters}=${valueCharacters}`,
    `${keyCharacters}@a-z0-9_-*/=${valueCharacters}`,
  ),
  ...["foo=1 \t , \t bar=2, \t baz=3", "foo=1\t \t,\t \tbar=2,\t \tbaz=3"].map((header) =>
    withState("tracestate_ows_handling", ["foo=1", "bar=2", "baz=3"], header),
  ),
  ...[" foo=1", "\tfoo=1", "foo=1 ", "foo=1\t", "\t foo=1 \t"].map((header) =>
    withState("tracestate_ows_handling", ["foo=1"], header),
  ),
  ...discarded("tracestate_key_illegal_characters", "foo =1", "FOO=1", "foo.bar=1"),
  ...kept(
    "tracestate_key_illegal_vendor_format",
    "foo@=1,bar=2",
    "foo@@bar=1,bar=2",
    "foo@bar@baz=1,bar=2",
  ),
  ...discarded("tracestate_key_illegal_vendor_format", "@foo=1,bar=2"),
  // With the service's own there are 32 again: the last one goes.
  withState("tracestate_member_count_limit", members(1, 31), ...memberHeaders(32)),
  withState("tracestate_member_count_limit", [], ...memberHeaders(33)),
  ...["z".repeat(256), `${"t".repeat(241)}@${"v".repeat(14)}`, `${"t".repeat(242)}@v`].map((key) =>
    withState("tracestate_key_length_limit", ["foo=1", `${key}=1`], "foo=1", `${key}=1`),
  ),
  withState(
    "tracestate_key_length_limit",
    ["foo=1", `t@${"v".repeat(15)}=1`],
    "foo=1",
    `t@${"v".repeat(15)}=1`,
  ),
  withState("tracestate_key_length_limit", [], "foo=1", `${"z".repeat(257)}=1`),
  ...discarded("tracestate_value_illegal_characters", "foo=bar=baz", "foo=,bar=3"),
];

/** What `AdvancedTest` sends to a service that then asks others three times. */
export const advancedVectors: readonly TraceVector[] = [
  ...continued("multiple_requests_with_valid_traceparent", `00-${traceId}-${spanId}-01`),
  named("multiple_requests_without_traceparent"),
  ...restarted("multiple_requests_with_illegal_traceparent", `00-${"0".repeat(32)}-${spanId}-01`),
];
