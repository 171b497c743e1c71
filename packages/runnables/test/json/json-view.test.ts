import { inspect } from "node:util";

import { IncrementalJsonParser } from "../../src/json/incremental-json-parser.ts";
import type { JsonValue } from "../../src/json/json-value.ts";
import { jsonViewState } from "../../src/json/json-view.ts";
import { toPlainJson } from "../../src/json/to-plain-json.ts";

const count = 2000;
const items = Array.from({ length: count }, (_, id) => ({ id }));
const closedItems = JSON.stringify(items).slice(0, -1);
const wide: Record<string, number> = Object.fromEntries(items.map(({ id }) => [`key${id}`, id]));
const closedWide = JSON.stringify(wide).slice(0, -1);

function parse(text: string): { parser: IncrementalJsonParser; view: JsonValue } {
  const parser = new IncrementalJsonParser();
  parser.write(text);
  const view = parser.snapshot();
  if (view === undefined) throw new Error("No snapshot.");
  expect(jsonViewState(view)).toBeDefined();
  return { parser, view };
}

function parseArray(text: string): { parser: IncrementalJsonParser; view: readonly JsonValue[] } {
  const { parser, view } = parse(text);
  if (!Array.isArray(view)) throw new Error("No array.");
  return { parser, view };
}

function parseObject(text: string): {
  parser: IncrementalJsonParser;
  view: Record<string, JsonValue>;
} {
  const { parser, view } = parse(text);
  if (typeof view !== "object" || view === null || Array.isArray(view))
    throw new Error("No object.");
  return { parser, view: view as Record<string, JsonValue> };
}

describe("a wide array that is still open", () => {
  const text = `${closedItems},{"id":"op`;
  const plain = [...items, { id: "op" }];

  it("reads as an array does", () => {
    const { view } = parseArray(text);
    expect(Array.isArray(view)).toBe(true);
    expect(view).toHaveLength(count + 1);
    expect(view[7]).toEqual({ id: 7 });
    expect(view[count]).toEqual({ id: "op" });
    expect(view[count + 1]).toBeUndefined();
    expect(view.at(-1)).toBe(view[count]);
    expect(7 in view).toBe(true);
    expect(count + 1 in view).toBe(false);
    expect("map" in view).toBe(true);
    expect(["01", "-1", "1.5", "1e1", ""].map((key) => Reflect.get(view, key))).toEqual(
      Array(5).fill(undefined),
    );
    expect([...view]).toEqual(plain);
    expect([].concat(view as never)).toEqual(plain);
    expect(view.slice(-2)).toEqual(plain.slice(-2));
    expect(view.map((item) => item)).toEqual(plain);
    expect(view.filter((_item, at, all) => at > 0 && all.length > 0)).toHaveLength(count);
    const [first, ...others] = view;
    expect(first).toEqual({ id: 0 });
    expect(others).toHaveLength(count);
    let looped = 0;
    for (const item of view) looped += item === null ? 0 : 1;
    expect(looped).toBe(count + 1);
    expect(Object.prototype.toString.call(view)).toBe("[object Array]");
    expect(Object.getPrototypeOf(view)).toBe(Array.prototype);
    expect(view.constructor).toBe(Array);
    expect(view instanceof Array).toBe(true);
    expect(view.entries().next().value).toEqual([0, { id: 0 }]);
    expect(view.includes(view[3] ?? null)).toBe(true);
  });

  it("shows its structure and compares as plain data does", () => {
    expect(parse(text).view).toEqual(plain);
    expect(parse(text).view).toStrictEqual(plain);
    expect(JSON.stringify(parse(text).view)).toBe(JSON.stringify(plain));
    expect(inspect(parse(text).view)).toBe(inspect(plain));
    expect(Object.keys(parse(text).view ?? {})).toEqual(Object.keys(plain));
    const { view } = parseArray(text);
    expect(Object.getOwnPropertyDescriptor(view, "length")).toEqual({
      value: count + 1,
      writable: false,
      enumerable: false,
      configurable: false,
    });
    expect(inspect(view)).toBe(inspect(plain));
    expect(view[3]).toEqual({ id: 3 });
    expect(view.at(-1)).toEqual({ id: "op" });
    expect(Reflect.ownKeys(view)).toEqual(Reflect.ownKeys(plain));
  });

  it("cannot be changed", () => {
    const { view } = parseArray(text);
    const target = view as JsonValue[];
    expect(() => target.push(1)).toThrow(TypeError);
    expect(() => {
      target[0] = 1;
    }).toThrow(TypeError);
    expect(Reflect.deleteProperty(target, "0")).toBe(false);
    expect(() => target.reverse()).toThrow(TypeError);
    expect(() => Object.defineProperty(target, "x", { value: 1 })).toThrow(TypeError);
    expect(() => Object.setPrototypeOf(target, null)).toThrow(TypeError);
    expect(Object.isFrozen(target)).toBe(true);
    expect(Object.isExtensible(target)).toBe(false);
    expect(Object.freeze(target)).toBe(target);
    expect(view).toEqual(plain);
  });

  it("becomes a plain value by toPlainJson", () => {
    const { view } = parseArray(text);
    expect(() => structuredClone(view)).toThrow();
    const copy = toPlainJson(view);
    expect(structuredClone(copy)).toEqual(plain);
    expect(Object.isFrozen(copy)).toBe(true);
    expect(toPlainJson(copy)).toBe(copy);
    expect(Array.isArray(copy) && copy[5] === view[5]).toBe(true);
  });

  it("stays as it was when it is first read after the parser went on", () => {
    const { parser, view } = parseArray(text);
    const shown: JsonValue[] = [];
    for (const more of ["en", '","x":[1', ',2],"y":{"z":[[', '"t"]]}}', ",7", "]"]) {
      parser.write(more);
      const snapshot = parser.snapshot();
      if (snapshot !== undefined) shown.push(snapshot);
    }
    expect(view).toEqual(plain);
    const last = shown.map((snapshot) => (Array.isArray(snapshot) ? snapshot.slice(count) : []));
    expect(last).toEqual([
      [{ id: "open" }],
      [{ id: "open", x: [1] }],
      [{ id: "open", x: [1, 2], y: { z: [[]] } }],
      [{ id: "open", x: [1, 2], y: { z: [["t"]] } }],
      [{ id: "open", x: [1, 2], y: { z: [["t"]] } }, 7],
      [{ id: "open", x: [1, 2], y: { z: [["t"]] } }, 7],
    ]);
    expect(view).toHaveLength(count + 1);
  });

  it("shares its closed items with every snapshot and with the final value", () => {
    const { parser, view } = parseArray(text);
    const early = new IncrementalJsonParser();
    early.write(closedItems.slice(0, 200));
    const small = early.snapshot();
    early.write(closedItems.slice(200));
    early.write("]");
    const whole = early.snapshot();
    if (!Array.isArray(small) || !Array.isArray(whole)) throw new Error("No arrays.");
    for (let at = 0; at < small.length - 1; at += 1) expect(small[at]).toBe(whole[at]);
    parser.write('en"}]');
    const final = parser.snapshot();
    if (!Array.isArray(final)) throw new Error("No array.");
    for (let at = 0; at < count; at += 1) expect(final[at]).toBe(view[at]);
  });
});

describe("a wide object that is still open", () => {
  const text = `${closedWide},"__proto__":{"own":true},"key3":"again","list":[[1],`;
  const plain = JSON.parse(`${closedWide},"__proto__":{"own":true},"key3":"again","list":[[1]]}`);

  it("reads as an object does", () => {
    const { view } = parseObject(text);
    expect(view["key7"]).toBe(7);
    expect(view["key3"]).toBe("again");
    expect(view["list"]).toEqual([[1]]);
    expect(view["list"]).toBe(view["list"]);
    expect(view["none"]).toBeUndefined();
    expect(view["__proto__"]).toEqual({ own: true });
    expect(Object.prototype.toString.call(view)).toBe("[object Object]");
    expect("key7" in view).toBe(true);
    expect("none" in view).toBe(false);
    expect("toString" in view).toBe(true);
    expect(Object.hasOwn(view, "toString")).toBe(false);
    expect(Object.keys(view)).toEqual(Object.keys(plain));
    expect({ ...view }).toEqual({ ...plain });
    const { key1, ...others } = view;
    expect(key1).toBe(1);
    expect(Object.keys(others)).toHaveLength(Object.keys(plain).length - 1);
  });

  it("shows its structure and compares as plain data does", () => {
    expect(parse(text).view).toEqual(plain);
    expect(JSON.stringify(parse(text).view)).toBe(JSON.stringify(plain));
    expect(inspect(parse(text).view)).toBe(inspect(plain));
    const { view } = parseObject(text);
    const keys: string[] = [];
    for (const key in view) keys.push(key);
    expect(keys).toEqual(Object.keys(plain));
    expect(Object.isFrozen(view)).toBe(true);
    expect(() => {
      view["key1"] = 2;
    }).toThrow(TypeError);
    expect(view["key1"]).toBe(1);
    expect("key1" in view).toBe(true);
  });

  it("knows a repeated key as it was at each moment", () => {
    const { parser, view } = parseObject(`${closedWide},"key3":"sec`);
    parser.write('ond","key3":"third","key4":[');
    const later = parser.snapshot();
    parser.write('1],"key3":null}');
    expect(view["key3"]).toBe("sec");
    expect(view["key4"]).toBe(4);
    expect(later).toMatchObject({ key3: "third", key4: [] });
    expect(parser.snapshot()).toMatchObject({ key3: null, key4: [1] });
    expect(Object.keys(view)).toHaveLength(count);
  });

  it("sorts keys like numbers first, as every object does", () => {
    const { view } = parseObject(`${closedWide},"10":1,"2":1`);
    expect(Object.keys(view).slice(0, 2)).toEqual(["2", "10"]);
  });
});

describe("a deep document that is still open", () => {
  it("is shown through views and copied without recursion", () => {
    const depth = 6000;
    const { parser, view } = parse('{"a":'.repeat(depth));
    let plain: JsonValue | undefined = toPlainJson(view);
    let viewed: JsonValue | undefined = view;
    for (let at = 1; at < depth; at += 1) {
      plain = member(plain);
      viewed = member(viewed);
    }
    expect(plain).toEqual({});
    expect(viewed).toEqual({});
    parser.write("1");
    expect(viewed).toEqual({});
  });
});

function member(value: JsonValue | undefined): JsonValue | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const found: unknown = Reflect.get(value, "a");
  return found as JsonValue;
}
