import { runInNewContext } from "node:vm";
import { EventParseError } from "../../../src/errors/event-parse-error.ts";
import { createEventCodec } from "../../../src/events/wire/event-codec.ts";

const { serializeValue, parseValue } = createEventCodec();

function roundTrip(value: unknown): unknown {
  return parseValue(JSON.parse(JSON.stringify(serializeValue(value))));
}

describe("built-in classes", () => {
  const values = [
    new Date(0),
    new Date(8.64e15),
    new Map<unknown, unknown>([
      ["a", new Map([[{ x: 1 }, undefined]])],
      [Number.NaN, new Date(1)],
    ]),
    new Set<unknown>([1, "a", new Set([-0])]),
    /a+\/(b)/giu,
    new Uint8Array([0, 1, 255]),
    new Uint8Array(20_000).fill(7),
    new Float32Array([1.5, Number.NaN]),
    new BigInt64Array([-1n]),
    new Uint16Array([1, 2, 3]).subarray(1),
    new Int8Array([-1]),
    new Uint8ClampedArray([255]),
    new Int16Array([-1]),
    new Int32Array([-1]),
    new Uint32Array([1]),
    new Float64Array([0.1]),
    new BigUint64Array([1n]),
  ];

  it.each(values)("%p comes back as itself", (value) => {
    const back = roundTrip({ value });
    expect(back).toStrictEqual({ value });
  });

  it("a URL comes back as itself", () => {
    const back = roundTrip(new URL("https://user@example.org/a?b=c#d"));
    expect(back).toBeInstanceOf(URL);
    expect(String(back)).toBe("https://user@example.org/a?b=c#d");
  });

  it("an invalid date comes back invalid", () => {
    expect(Number((roundTrip(new Date(Number.NaN)) as Date).getTime())).toBeNaN();
  });

  it("bytes of a buffer and of a view of it", () => {
    const { buffer } = new Uint8Array([1, 2, 3]);
    expect(roundTrip(buffer)).toStrictEqual(buffer);
    const view = roundTrip(new DataView(buffer, 1)) as DataView;
    expect([view.byteLength, view.getUint8(0)]).toEqual([2, 2]);
  });

  it("a Buffer comes back as the bytes that it holds", () => {
    expect([...(roundTrip(Buffer.from("hé")) as Uint8Array)]).toEqual([...Buffer.from("hé")]);
  });

  it("bytes beyond the limits become a marker", () => {
    expect(serializeValue(new Uint8Array(33 * 1024 * 1024))).toMatchObject({
      kind: "unreadable",
      description: "RangeError: 34603008 bytes are too many",
    });
    const back = roundTrip(new Uint8Array(900_000));
    expect(back).toMatchObject({ type: "Uint8Array", base64: { kind: "string" } });
  });

  it("values of another realm are known", () => {
    const foreign: unknown = runInNewContext(
      "({ date: new Date(5), map: new Map([[1, { a: 1 }]]), list: [1] })",
    );
    expect(roundTrip(foreign)).toStrictEqual({
      date: new Date(5),
      map: new Map([[1, { a: 1 }]]),
      list: [1],
    });
  });
});

describe("markers that were not made by an encoder", () => {
  const rows: readonly [unknown, string][] = [
    [{ $rivulet: "date" }, '"value.a" holds what should be a value of type "date"'],
    [{ $rivulet: "date", value: "yesterday" }, "its value is no date"],
    [{ $rivulet: "map", entries: 1 }, 'its "entries" is no list'],
    [{ $rivulet: "set", values: {} }, 'its "values" is no list'],
    [{ $rivulet: "url", href: "nowhere" }, "Invalid URL"],
    [{ $rivulet: "regexp", source: "(", flags: "" }, "Invalid regular expression"],
    [{ $rivulet: "regexp", source: "a" }, 'its "flags" is no text'],
    [{ $rivulet: "bytes", type: "Uint8Array", base64: "*" }, 'of type "bytes"'],
    [{ $rivulet: "bytes", type: "Uint8Array" }, 'its "base64" is no text'],
    [{ $rivulet: "bytes", type: "Array", base64: "" }, 'its "type" is none of bytes'],
    [{ $rivulet: "bytes", type: "Float32Array", base64: "AA==" }, "multiple of 4"],
    [{ $rivulet: "number", value: 1 }, "should be a number"],
    [{ $rivulet: "number", value: "12" }, "should be a number"],
    [{ $rivulet: "unserializable", kind: 1, description: "" }, "should be a marker"],
    [{ $rivulet: "unserializable", kind: "x" }, "should be a marker"],
    [{ $rivulet: "escaped" }, "should be an escaped object"],
    [{ $rivulet: "escaped", value: [] }, "should be an escaped object"],
    [{ $rivulet: "type", tag: 1, fields: 1 }, "should be a typed value"],
    [{ $rivulet: "type", tag: "x" }, "should be a typed value"],
    [{ $rivulet: 7 }, "should be a marker"],
    [{ $rivulet: null }, "should be a marker"],
  ];

  it.each(rows)("%j is refused", (value, message) => {
    expect(() => parseValue({ a: value })).toThrow(EventParseError);
    expect(() => parseValue({ a: value })).toThrow(message);
  });

  it("of a kind that this version does not know are kept as what they say", () => {
    expect(parseValue({ $rivulet: "temporal", value: "2030-01-01" })).toMatchObject({
      kind: "temporal",
      description: "a kind of value that this version does not know",
    });
  });
});
