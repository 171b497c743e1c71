import type { BuiltInType } from "./built-in-type.ts";
import { maxTotalLength, type CodecSettings } from "./codec-settings.ts";
import { describeThrown } from "./describe-thrown.ts";
import type { JsonObject, JsonValue } from "./json-value.ts";
import { markerKey, markerTags } from "./marker.ts";
import { isList, isObject, isPlainRecord, setOwn, type UnknownRecord } from "./record.ts";
import { Unserializable } from "./unserializable.ts";
import type { WireType } from "./wire-type.ts";

/** The longest description in a marker, in characters. */
const maxDescriptionLength = 200;

/** Where the marker stands that tells of keys which were left out. */
const moreKey = "...";

/** Objects of these brands have no content that could travel. */
const opaqueBrands: ReadonlySet<string> = new Set(
  ["Promise", "WeakMap", "WeakSet", "WeakRef", "Generator", "AsyncGenerator", "ReadableStream"].map(
    (name) => `[object ${name}]`,
  ),
);

const boxedBrands: ReadonlySet<string> = new Set(
  ["Number", "String", "Boolean", "BigInt", "Symbol"].map((name) => `[object ${name}]`),
);

/**
 * Makes JSON of any value. One encoder serves one event: the limits on items and characters hold over all its values.
 * It never throws and never writes to what it is given; what JSON cannot hold becomes a marker.
 */
export class ValueEncoder {
  readonly #settings: CodecSettings;
  /** The objects around the current value, outermost first: one of them met again is a cycle, any other is only shared. */
  readonly #ancestors: object[] = [];
  #itemsLeft: number;
  #charactersLeft = maxTotalLength;

  constructor(settings: CodecSettings) {
    this.#settings = settings;
    this.#itemsLeft = settings.maxItems;
  }

  /** A value in wire form, as it stands `depth` levels down. */
  encode(value: unknown, depth: number): JsonValue {
    this.#itemsLeft -= 1;
    if (isObject(value)) return this.#object(value, depth);
    if (typeof value === "string") return this.#string(value);
    if (typeof value === "number") return encodeNumber(value);
    if (typeof value === "boolean" || value === null) return value;
    return this.#foreign(value);
  }

  /** An object that stays an object whatever happens, and is known to be no marker: nothing is escaped on its own level. */
  encodeObject(value: UnknownRecord): JsonObject {
    this.#ancestors.push(value);
    try {
      return this.#fields(value, 0);
    } catch (error) {
      return { [moreKey]: this.#marker("unreadable", describeThrown(error)) };
    } finally {
      this.#ancestors.pop();
    }
  }

  #fields(value: UnknownRecord, depth: number): JsonObject {
    const result: Record<string, JsonValue> = {};
    let done = 0;
    const keys = Object.keys(value);
    for (const key of keys) {
      if (this.#itemsLeft <= 0 || key.length > this.#charactersLeft) {
        setOwn(result, moreKey, this.#marker("items", `${keys.length - done} more keys`));
        break;
      }
      this.#charactersLeft -= key.length;
      setOwn(result, key, this.#property(value, key, depth));
      done += 1;
    }
    return result;
  }

  #property(owner: UnknownRecord, key: string, depth: number): JsonValue {
    let value: unknown;
    try {
      value = owner[key];
    } catch (error) {
      return this.#marker("unreadable", describeThrown(error));
    }
    return this.encode(value, depth + 1);
  }

  /** What JSON has no word for at all. */
  #foreign(value: unknown): JsonValue {
    if (typeof value === "function") return this.#marker("function", nameOf(value));
    if (typeof value === "bigint") return this.#marker("bigint", digitsOf(value));
    if (typeof value === "symbol") return this.#marker("symbol", value.description ?? "");
    return { [markerKey]: markerTags.undefined };
  }

  #string(value: string): JsonValue {
    if (value.length > this.#settings.maxStringLength || value.length > this.#charactersLeft) {
      return this.#marker("string", `${value.length} characters: ${value.slice(0, 100)}`);
    }
    this.#charactersLeft -= value.length;
    return value;
  }

  #object(value: UnknownRecord | readonly unknown[], depth: number): JsonValue {
    const ancestors = this.#ancestors;
    const height = ancestors.length;
    const index = ancestors.indexOf(value);
    if (index >= 0) return this.#marker("cycle", `${height - index} levels up`);
    if (depth >= this.#settings.maxDepth) return this.#marker("depth", `${depth} levels down`);
    ancestors.push(value);
    try {
      if (isList(value)) return this.#array(value, depth);
      return isPlainRecord(value) && typeof value["toJSON"] !== "function"
        ? this.#record(value, depth)
        : this.#instance(value, depth);
    } catch (error) {
      return this.#marker("unreadable", describeThrown(error));
    } finally {
      ancestors.length = height;
    }
  }

  #array(items: readonly unknown[], depth: number): JsonValue {
    const result: JsonValue[] = [];
    for (let index = 0; index < items.length; index += 1) {
      if (this.#itemsLeft <= 0) {
        result.push(this.#marker("items", `${items.length - index} more`));
        break;
      }
      result.push(this.encode(items[index], depth + 1));
    }
    return result;
  }

  #record(value: UnknownRecord, depth: number): JsonValue {
    return Object.hasOwn(value, markerKey)
      ? { [markerKey]: markerTags.escaped, value: this.#fields(value, depth + 1) }
      : this.#fields(value, depth);
  }

  #instance(value: UnknownRecord, depth: number): JsonValue {
    if (value instanceof Unserializable) return this.#marker(value.kind, value.description);
    for (const type of this.#settings.types) {
      if (!claims(type, value)) continue;
      const fields = this.encode(type.toFields(value), depth + 1);
      return { [markerKey]: markerTags.type, tag: type.tag, fields };
    }
    const brand = Object.prototype.toString.call(value);
    const builtIn = this.#builtIn(value, brand);
    if (builtIn !== undefined) {
      const fields = this.#fields(builtIn.toFields(value), depth);
      return { [markerKey]: builtIn.tag, ...fields };
    }
    if (boxedBrands.has(brand)) return this.encode(value.valueOf(), depth + 1);
    if (opaqueBrands.has(brand)) return this.#marker("object", brand.slice("[object ".length, -1));
    return this.#unknownInstance(value, depth);
  }

  #builtIn(value: object, brand: string): BuiltInType | undefined {
    const builtIn = this.#settings.builtInsByBrand.get(brand);
    return builtIn ?? (value instanceof Error ? this.#settings.errorType : undefined);
  }

  #unknownInstance(value: UnknownRecord, depth: number): JsonValue {
    const toJson = value["toJSON"];
    if (typeof toJson !== "function") return this.#record(value, depth);
    const json: unknown = Reflect.apply(toJson, value, []);
    // Nobody waits for it: a failure of it would end the process.
    if (json instanceof Promise) json.catch(() => undefined);
    // One level down, so that a `toJSON` which makes another such object each time comes to an end.
    return json === value ? this.#record(value, depth) : this.encode(json, depth + 1);
  }

  #marker(kind: string, description: string): JsonObject {
    const length = Math.min(description.length, maxDescriptionLength, this.#charactersLeft);
    this.#charactersLeft -= length;
    return {
      [markerKey]: markerTags.unserializable,
      kind,
      description: description.length === length ? description : description.slice(0, length),
    };
  }
}

function encodeNumber(value: number): JsonValue {
  if (Number.isFinite(value) && !Object.is(value, -0)) return value;
  return { [markerKey]: markerTags.number, value: Object.is(value, -0) ? "-0" : String(value) };
}

function claims(type: WireType, value: object): boolean {
  try {
    return type.is(value);
  } catch {
    return false;
  }
}

function nameOf(value: object): string {
  try {
    const name: unknown = Reflect.get(value, "name");
    return typeof name === "string" ? name : "";
  } catch {
    return "";
  }
}

function digitsOf(value: bigint): string {
  // Writing out a very large one takes quadratic time.
  return BigInt.asIntN(4_096, value) === value ? value.toString() : "more than 4,096 bits";
}
