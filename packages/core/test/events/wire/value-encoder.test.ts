import { deepStrictEqual } from "node:assert/strict";
import * as fc from "fast-check";
import { createEventCodec } from "../../../src/events/wire/event-codec.ts";
import { Unserializable } from "../../../src/events/wire/unserializable.ts";
import { collectUnhandled } from "../../support/signals.ts";

const { serializeValue, parseValue } = createEventCodec();

function roundTrip(value: unknown): unknown {
  return parseValue(JSON.parse(JSON.stringify(serializeValue(value))));
}

const marker = (kind: string, description: string) => ({
  $rivulet: "unserializable",
  kind,
  description,
});

function nest(levels: number): unknown {
  let value: unknown = "core";
  for (let level = 0; level < levels; level += 1) value = level % 2 === 0 ? [value] : { value };
  return value;
}

describe("JSON values", () => {
  const values = [
    null,
    true,
    0,
    -1.5,
    "",
    "ä\u2028\ud800",
    [],
    {},
    { a: { b: [] } },
    { "": 1 },
    { "10": 1, a: 2 },
  ];

  it.each(values)("%p stays as it is on the wire", (value) => {
    expect(serializeValue(value)).toStrictEqual(value);
    expect(roundTrip(value)).toStrictEqual(value);
  });

  it("escapes objects with the reserved key, on every level", () => {
    const value = { $rivulet: "date", inner: { $rivulet: { $rivulet: "escaped", value: {} } } };
    expect(serializeValue(value)).toEqual({
      $rivulet: "escaped",
      value: {
        $rivulet: "date",
        inner: {
          $rivulet: "escaped",
          value: { $rivulet: { $rivulet: "escaped", value: { $rivulet: "escaped", value: {} } } },
        },
      },
    });
    expect(roundTrip(value)).toStrictEqual(value);
  });

  it("keeps a __proto__ key as a key", () => {
    const value: unknown = JSON.parse('{"__proto__":{"polluted":true},"a":1}');
    expect(JSON.stringify(roundTrip(value))).toBe('{"__proto__":{"polluted":true},"a":1}');
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  it("writes a shared part out each time: it is no cycle", () => {
    const shared = { x: 1 };
    expect(serializeValue({ a: shared, b: [shared, shared] })).toEqual({
      a: { x: 1 },
      b: [{ x: 1 }, { x: 1 }],
    });
  });
});

describe("what JSON has no word for comes back", () => {
  const values = [
    undefined,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    -0,
    [undefined, -0],
    { a: undefined },
  ];

  it.each(values)("%p", (value) => {
    expect(roundTrip(value)).toStrictEqual(value);
  });

  it("a hole in a list as undefined", () => {
    expect(roundTrip(Array.from({ length: 2 }))).toStrictEqual([undefined, undefined]);
  });

  it("boxed values as the plain ones", () => {
    expect(roundTrip([Object(1), Object("a"), Object(false)])).toStrictEqual([1, "a", false]);
  });
});

describe("what cannot be serialised becomes a marker", () => {
  function named() {
    return 1;
  }
  const cycle: unknown[] = [];
  cycle.push({ cycle });
  const rows: readonly [string, unknown, unknown][] = [
    ["a function", named, marker("function", "named")],
    [
      "a function without a name",
      (
        () => () =>
          1
      )(),
      marker("function", ""),
    ],
    [
      "a function whose name throws",
      Object.defineProperty(() => 1, "name", {
        get: () => {
          throw new Error("no");
        },
      }),
      marker("function", ""),
    ],
    [
      "a function whose name is no text",
      Object.defineProperty(() => 1, "name", { value: 7 }),
      marker("function", ""),
    ],
    ["a class", Unserializable, marker("function", "Unserializable")],
    ["a symbol", Symbol("mine"), marker("symbol", "mine")],
    ["a symbol without a name", Symbol(), marker("symbol", "")],
    ["a bigint", -12345678901234567890n, marker("bigint", "-12345678901234567890")],
    ["a very long bigint", 1n << 2_000n, marker("bigint", (1n << 2_000n).toString().slice(0, 200))],
    ["a bigint beyond writing", 1n << 1_000_000n, marker("bigint", "more than 4,096 bits")],
    ["a boxed bigint", Object(7n), marker("bigint", "7")],
    ["a promise", Promise.resolve(1), marker("object", "Promise")],
    ["a weak map", new WeakMap(), marker("object", "WeakMap")],
    [
      "a generator",
      (function* () {
        yield 1;
      })(),
      marker("object", "Generator"),
    ],
    ["a cycle", cycle, [{ cycle: marker("cycle", "2 levels up") }]],
    [
      "a revoked proxy",
      revokedProxy(),
      marker("unreadable", expect.stringContaining("revoked") as string),
    ],
  ];

  it.each(rows)("%s", (_says, value, wire) => {
    expect(serializeValue(value)).toEqual(wire);
  });

  it("that says after parsing what it was, and is the same when serialised again", () => {
    const wire = serializeValue(named);
    const back = parseValue(wire);
    expect(back).toStrictEqual(new Unserializable("function", "named"));
    expect(serializeValue(back)).toEqual(wire);
    expect(String(back)).toBe("[function: named]");
  });
});

describe("hostile objects", () => {
  it("a getter that throws spoils its own key alone", () => {
    const value = {
      a: 1,
      get b(): never {
        throw new TypeError("no");
      },
      c: 2,
    };
    expect(serializeValue(value)).toEqual({ a: 1, b: marker("unreadable", "TypeError: no"), c: 2 });
  });

  it.each(["ownKeys", "getPrototypeOf", "getOwnPropertyDescriptor", "get"] as const)(
    "a proxy whose %s throws",
    (trap) => {
      const value = new Proxy(
        { a: 1 },
        {
          [trap]: () => {
            throw new Error("trapped");
          },
        },
      );
      expect(JSON.stringify(serializeValue({ value }))).toContain("Error: trapped");
    },
  );

  it("a toJSON that throws", () => {
    expect(
      serializeValue([
        {
          toJSON: () => {
            throw new Error("no");
          },
        },
      ]),
    ).toEqual([marker("unreadable", "Error: no")]);
  });

  it("a toJSON whose promise fails, which nobody would hear of", async () => {
    const unhandled = await collectUnhandled(() => {
      const value = { toJSON: () => Promise.reject(new Error("no")) };
      expect(serializeValue(value)).toEqual(marker("object", "Promise"));
    });
    expect(unhandled).toEqual([]);
  });

  it("a thrown value that cannot be read either", () => {
    const thrown = new Proxy(new Error("x"), {
      get: () => {
        throw new Error("y");
      },
    });
    const value = {
      get a(): never {
        throw thrown;
      },
    };
    expect(serializeValue(value)).toEqual({
      a: marker("unreadable", "an error that cannot be read"),
    });
    const reason: unknown = "text";
    const text = {
      get a(): never {
        throw reason;
      },
    };
    expect(serializeValue(text)).toEqual({ a: marker("unreadable", '"text"') });
  });

  it("a toJSON that never comes to an end", () => {
    const endless = (): object => ({ toJSON: endless });
    expect(JSON.stringify(serializeValue(endless()))).toContain("200 levels down");
  });

  it("a valueOf that never comes to an end", () => {
    const endless = (): object => Object.assign(Object(1), { valueOf: endless }) as object;
    expect(JSON.stringify(serializeValue(endless()))).toContain("levels down");
  });

  it("objects that grow while they are read", () => {
    const growing = (): object => ({
      get left() {
        return growing();
      },
      get right() {
        return growing();
      },
    });
    const wire = JSON.stringify(createEventCodec({ maxItems: 1_000 }).serializeValue(growing()));
    expect(wire.length).toBeLessThan(200_000);
  });
});

describe("instances of unknown classes", () => {
  it("give their toJSON", () => {
    class Money {
      readonly #cents = 150;
      toJSON() {
        return { euro: this.#cents / 100, at: new Date(0) };
      }
    }
    expect(roundTrip(new Money())).toStrictEqual({ euro: 1.5, at: new Date(0) });
  });

  it("give their fields when toJSON gives themselves", () => {
    class Odd {
      readonly a = 1;
      toJSON() {
        return this;
      }
    }
    expect(serializeValue(new Odd())).toMatchObject({ a: 1 });
  });

  it("give their own enumerable fields otherwise", () => {
    class Point {
      readonly x = 1;
      readonly #hidden = 2;
      readonly $rivulet = "mine";
      get sum() {
        return this.x + this.#hidden;
      }
    }
    expect(roundTrip(new Point())).toStrictEqual({ x: 1, $rivulet: "mine" });
  });

  it("without a prototype are plain objects", () => {
    const value = Object.assign(Object.create(null) as object, { a: 1 });
    expect(serializeValue(value)).toStrictEqual({ a: 1 });
  });
});

describe("limits", () => {
  it("keeps strings up to maxStringLength", () => {
    const codec = createEventCodec({ maxStringLength: 5 });
    expect(codec.serializeValue("12345")).toBe("12345");
    expect(codec.serializeValue("123456")).toEqual(marker("string", "6 characters: 123456"));
    const [description] = Object.values(codec.serializeValue("x".repeat(1_000)) as object).slice(
      -1,
    );
    expect(description).toBe(`1000 characters: ${"x".repeat(100)}`);
  });

  it("keeps levels up to maxDepth", () => {
    const codec = createEventCodec({ maxDepth: 2 });
    expect(codec.serializeValue([[1]])).toEqual([[1]]);
    expect(codec.serializeValue([[[1]]])).toEqual([[marker("depth", "2 levels down")]]);
  });

  it.each([200, 201, 1_000, 10_000, 100_000])(
    "nesting of %i overflows no stack, and can be read again",
    (levels) => {
      const value = nest(levels);
      const back = roundTrip(value);
      if (levels <= 200) expect(back).toStrictEqual(value);
      else expect(JSON.stringify(back)).toContain("200 levels down");
    },
  );

  it("reads what the deepest codec writes, of every kind of nesting", () => {
    const deepest = createEventCodec({ maxDepth: 500 });
    const wrappers: readonly ((value: unknown) => unknown)[] = [
      (value) => [value],
      (value) => ({ $rivulet: value }),
      (value) => new Map([[value, 1]]),
      (value) => new Set([value]),
      (value) => Object.assign(new Error("x"), { value }),
      (value) => ({ toJSON: () => ({ value }) }),
    ];
    for (const wrap of wrappers) {
      let value: unknown = 1;
      for (let level = 0; level < 600; level += 1) value = wrap(value);
      const text = JSON.stringify(deepest.serializeValue(value));
      expect(text).not.toContain("RangeError");
      expect(() => parseValue(JSON.parse(text))).not.toThrow();
    }
  });

  it("keeps items up to maxItems, over all parts together", () => {
    const codec = createEventCodec({ maxItems: 6 });
    expect(codec.serializeValue([1, 2, 3, 4, 5])).toEqual([1, 2, 3, 4, 5]);
    expect(codec.serializeValue([1, 2, 3, 4, 5, 6, 7])).toEqual([
      1,
      2,
      3,
      4,
      5,
      marker("items", "2 more"),
    ]);
    expect(codec.serializeValue({ a: [1, 2], b: [1, 2], c: 1, d: 2 })).toEqual({
      a: [1, 2],
      b: [1, marker("items", "1 more")],
      "...": marker("items", "2 more keys"),
    });
  });

  it("does not lose a map whose entries were too many", () => {
    const codec = createEventCodec({ maxItems: 6 });
    const map = new Map([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
    const back = codec.parseValue(codec.serializeValue(map));
    expect(back).toBeInstanceOf(Map);
    expect((back as Map<unknown, unknown>).get(1)).toBe(2);
  });

  it("bounds parts that double on each level", () => {
    let value: unknown = "x".repeat(1_000);
    for (let level = 0; level < 150; level += 1) value = [value, value];
    const text = JSON.stringify(createEventCodec({ maxItems: 10_000 }).serializeValue(value));
    expect(text.length).toBeLessThan(6_000_000);
    expect(() => parseValue(JSON.parse(text))).not.toThrow();
  });

  it("bounds the characters of all strings together, so that the text of an event can be made", () => {
    const long = "x".repeat(1_000_000);
    const wire = serializeValue(Array.from({ length: 40 }, () => long));
    const kept = (wire as unknown[]).filter((item) => typeof item === "string");
    expect(kept).toHaveLength(33);
    expect((wire as unknown[]).at(-1)).toMatchObject({ kind: "string" });
  });

  it("bounds the characters of all keys together", () => {
    const key = "k".repeat(20_000_000);
    expect(
      Object.keys(serializeValue({ a: { [key]: 1 }, b: { [key]: 2, c: 3 } }) as object),
    ).toEqual(["a", "b"]);
    expect(serializeValue([{ [key]: 1 }, { [key]: 2, c: 3 }])).toMatchObject([
      {},
      { "...": marker("items", "2 more keys") },
    ]);
  });
});

describe("laws", () => {
  const keys = fc.oneof(
    fc.string(),
    fc.constantFrom("$rivulet", "__proto__", "value", "toJSON", "constructor", "..."),
  );
  const { json } = fc.letrec<{ json: unknown }>((tie) => ({
    json: fc.oneof(
      { maxDepth: 4 },
      fc.jsonValue(),
      fc.constantFrom("escaped", "undefined", "date", "error", "unserializable", "number", "type"),
      fc.array(tie("json"), { maxLength: 4 }),
      fc
        .array(fc.tuple(keys, tie("json")), { maxLength: 4 })
        .map((entries) => Object.fromEntries(entries)),
    ),
  }));

  it("every JSON value comes back exactly", () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = JSON.stringify(value);
        const plain: unknown = JSON.parse(text);
        expect(JSON.stringify(roundTrip(plain))).toBe(text);
        deepStrictEqual(roundTrip(plain), plain);
      }),
      { numRuns: 500 },
    );
  });

  it("what it can serialise comes back as itself", () => {
    // Jest finds no two invalid dates equal when they are inside a set or a map.
    const values = fc
      .anything({
        withDate: true,
        withMap: true,
        withSet: true,
        withTypedArray: true,
        maxDepth: 4,
      })
      .filter((value) => !fc.stringify(value).includes("new Date(NaN)"));
    fc.assert(
      fc.property(values, (value) => {
        expect(roundTrip(value)).toEqual(value);
      }),
      { numRuns: 500 },
    );
  });

  const constraints: fc.ObjectConstraints = {
    key: keys,
    withBigInt: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withObjectString: true,
    withSet: true,
    withSparseArray: true,
    withTypedArray: true,
  };

  it("nothing throws, and what came back is the same on the wire again", () => {
    fc.assert(
      fc.property(fc.anything(constraints), (value) => {
        const wire = JSON.stringify(serializeValue(value));
        const again = JSON.stringify(serializeValue(parseValue(JSON.parse(wire))));
        expect(again).toBe(wire);
      }),
      { numRuns: 1_000 },
    );
  });

  // Boxed values come back plain, and two that were apart may then be one key of a map: equal only from then on.
  it("nothing throws for boxed values either", () => {
    fc.assert(
      fc.property(fc.anything({ ...constraints, withBoxedValues: true }), (value) => {
        const once = JSON.stringify(serializeValue(roundTrip(value)));
        expect(JSON.stringify(serializeValue(parseValue(JSON.parse(once))))).toBe(once);
      }),
      { numRuns: 500 },
    );
  });
});

function revokedProxy(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}
