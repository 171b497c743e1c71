/** What a service is sent as `baggage`, and the entries that it has to send on, without its own. */
export interface BaggageVector {
  /** The name of the case in the W3C's suite. */
  readonly test: string;
  readonly headers: readonly string[];
  readonly entries: readonly BaggageEntry[];
}

/** A member of `baggage`; properties without a value stand alone. */
export interface BaggageEntry {
  readonly key: string;
  /** Decoded. */
  readonly value: string;
  readonly properties: readonly string[];
}

const entry = (key: string, value: string, ...properties: readonly string[]): BaggageEntry => ({
  key,
  value,
  properties,
});

const encoded = "%09%20%22%27%3B%3Dasdf%21%40%23%24%25%5E%26%2A%28%29";
const decoded = "\t \"';=asdf!@#$%^&*()";
const many = (count: number, value: string): readonly string[] =>
  Array.from({ length: count }, (_, index) => `key${String(index)}=${value}`);
const entries = (count: number, value: string): readonly BaggageEntry[] =>
  Array.from({ length: count }, (_, index) => entry(`key${String(index)}`, value));

/** The cases of the suite of `w3c/baggage` and the examples of its specification. */
export const baggageVectors: readonly BaggageVector[] = [
  { test: "ctor_default", headers: [], entries: [] },
  {
    test: "parse_simple",
    headers: ["SomeKey=SomeValue"],
    entries: [entry("SomeKey", "SomeValue")],
  },
  {
    test: "parse_multiple",
    headers: ["SomeKey=SomeValue;SomeProp,SomeKey2=SomeValue2;ValueProp=PropVal"],
    entries: [
      entry("SomeKey", "SomeValue", "SomeProp"),
      entry("SomeKey2", "SomeValue2", "ValueProp=PropVal"),
    ],
  },
  {
    test: "parse_multiple_ows",
    headers: [
      "SomeKey \t = \t SomeValue \t ; \t SomeProp \t , \t SomeKey2 \t = \t SomeValue2 \t ; \t ValueProp \t = \t PropVal",
    ],
    entries: [
      entry("SomeKey", "SomeValue", "SomeProp"),
      entry("SomeKey2", "SomeValue2", "ValueProp=PropVal"),
    ],
  },
  {
    test: "parse_multiple_kv_property",
    headers: ["SomeKey=SomeValue;PropKey=PropValue,SomeKey2=SomeValue2;PropKey2=PropValue2"],
    entries: [
      entry("SomeKey", "SomeValue", "PropKey=PropValue"),
      entry("SomeKey2", "SomeValue2", "PropKey2=PropValue2"),
    ],
  },
  {
    test: "parse_multiple_equals",
    headers: ["SomeKey=SomeValue=equals"],
    entries: [entry("SomeKey", "SomeValue=equals")],
  },
  {
    test: "parse_percent_encoded",
    headers: [`SomeKey=${encoded}`],
    entries: [entry("SomeKey", decoded)],
  },
  {
    test: "parse_percent_encoded_ows",
    headers: [`SomeKey \t = \t ${encoded} \t `],
    entries: [entry("SomeKey", decoded)],
  },
  {
    test: "parse_multi_property",
    headers: ["SomeKey=SomeValue;SomeProp;SecondProp=PropValue"],
    entries: [entry("SomeKey", "SomeValue", "SomeProp", "SecondProp=PropValue")],
  },
  {
    test: "parse_multi_property_ows",
    headers: ["SomeKey \t = \t SomeValue \t ; \t SomeProp \t ; \t SecondProp \t = \t PropValue"],
    entries: [entry("SomeKey", "SomeValue", "SomeProp", "SecondProp=PropValue")],
  },
  {
    test: "parse_simple_ows",
    headers: ["SomeKey \t = \t SomeValue \t "],
    entries: [entry("SomeKey", "SomeValue")],
  },
  // 64 with the service's own.
  {
    test: "serialize_at_least_64",
    headers: [many(63, "value").join()],
    entries: entries(63, "value"),
  },
  {
    test: "serialize_at_least_64, one more than have to go on",
    headers: [many(64, "value").join()],
    entries: entries(63, "value"),
  },
  {
    test: "serialize_long_entry, which leaves no room for the service's own",
    headers: [`a=${"0123456789".repeat(819)}`],
    entries: [],
  },
  {
    test: "a long entry, which leaves room",
    headers: [`a=${"0123456789".repeat(800)}`],
    entries: [entry("a", "0123456789".repeat(800))],
  },
  {
    test: "a long entry that does not fit, between others: no part of it goes on",
    headers: [`k=1${" ".repeat(500)},b=${"0123456789".repeat(819)},c=2`],
    entries: [entry("k", "1")],
  },
  {
    test: "several headers, as in the specification",
    headers: ["userId=alice", "serverNode=DF%2028,isProduction=false"],
    entries: [
      entry("userId", "alice"),
      entry("serverNode", "DF 28"),
      entry("isProduction", "false"),
    ],
  },
];
