import { formatTraceState, parseTraceState } from "../../src/trace-context/trace-state.ts";

const members = (count: number): string =>
  Array.from({ length: count }, (_, index) => `bar${String(index + 1).padStart(2, "0")}=1`).join();
const allCharacters = Array.from({ length: 0x7e - 0x20 + 1 }, (_, index) =>
  String.fromCharCode(index + 0x20),
)
  .filter((character) => character !== "," && character !== "=")
  .join("");

// The vectors of the W3C's test suite (trace-context/test/test.py), by the names of its tests.
const valid: readonly (readonly [test: string, header: string, state: readonly string[]])[] = [
  ["included", "foo=1,bar=2", ["foo=1", "bar=2"]],
  [
    "multiple_headers, joined",
    "foo=1, bar=2,rojo=1,congo=2",
    ["foo=1", "bar=2", "rojo=1", "congo=2"],
  ],
  ["empty_header", "", []],
  ["empty members", "foo=1,,bar=2,", ["foo=1", "bar=2"]],
  ["duplicated_keys", "foo=1,foo=2,bar=3", ["foo=1", "bar=3"]],
  [
    "all_allowed_characters in a key",
    "a0123456789_-*/bcdef@x_-*/=1",
    ["a0123456789_-*/bcdef@x_-*/=1"],
  ],
  ["all_allowed_characters in a value", `foo=${allCharacters}`, [`foo=${allCharacters}`]],
  ["ows_handling", "foo=1 \t , \t bar=2 ", ["foo=1", "bar=2"]],
  ["a space in front of a value", "foo= 1", ["foo= 1"]],
  ["member_count_limit, 32", members(32), members(32).split(",")],
  ["key_length_limit, 256", `${"z".repeat(256)}=1`, [`${"z".repeat(256)}=1`]],
  [
    "key_length_limit, 241 and 14",
    `${"t".repeat(241)}@${"v".repeat(14)}=1`,
    [`${"t".repeat(241)}@${"v".repeat(14)}=1`],
  ],
  ["at signs, as level 2 has them", "foo@=1,b@@c=2,d@e@f=3", ["foo@=1", "b@@c=2", "d@e@f=3"]],
  ["a tenant that begins with a digit", "1a@foo=1", ["1a@foo=1"]],
  ["value of 256 characters", `foo=${"v".repeat(256)}`, [`foo=${"v".repeat(256)}`]],
];

const invalid: readonly (readonly [test: string, header: string])[] = [
  ["key_illegal_characters, space", "foo =1"],
  ["key_illegal_characters, upper case", "FOO=1"],
  ["key_illegal_characters, dot", "foo.bar=1"],
  ["key_illegal_vendor_format, an at sign first", "@foo=1,bar=2"],
  ["member_count_limit, 33", members(33)],
  ["key_length_limit, 257", `${"z".repeat(257)}=1`],
  ["value_illegal_characters, equals sign", "foo=bar=baz"],
  ["value_illegal_characters, nothing", "foo=,bar=3"],
  ["value of 257 characters", `foo=${"v".repeat(257)}`],
  ["value with a control character", "foo=a\u0001"],
  ["no equals sign", "foo"],
];

describe("a tracestate header that is valid", () => {
  it.each(valid)("%s", (_test, header, state) => {
    const parsed = parseTraceState(header);
    expect([...parsed].map(([key, value]) => `${key}=${value}`)).toEqual(state);
  });
});

describe("a tracestate header that is invalid is as if there were none", () => {
  it.each(invalid)("%s", (_test, header) => {
    expect([...parseTraceState(header)]).toEqual([]);
  });

  it.each([[undefined], [null]])("%s", (header) => {
    expect([...parseTraceState(header)]).toEqual([]);
  });
});

describe("a tracestate header that is written", () => {
  it("has our member first, in the place of an older one", () => {
    const state = parseTraceState("foo=1,rivulet=old,bar=2");
    expect(formatTraceState(state, ["rivulet", "new"])).toBe("rivulet=new,foo=1,bar=2");
  });

  it("has 32 members at most: the last one goes", () => {
    const header = formatTraceState(parseTraceState(members(32)), ["rivulet", "id"]);
    expect(header).toBe(`rivulet=id,${members(31)}`);
  });

  it("leaves our member out where its value may not stand there", () => {
    const state = parseTraceState("foo=1");
    expect(formatTraceState(state, ["rivulet", "i".repeat(257)])).toBe("foo=1");
  });
});
