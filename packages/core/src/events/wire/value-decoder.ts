import { EventParseError } from "../../errors/event-parse-error.ts";
import type { CodecSettings } from "./codec-settings.ts";
import { describeThrown } from "./describe-thrown.ts";
import type { JsonObject, JsonValue } from "./json-value.ts";
import { markerKey, markerTags } from "./marker.ts";
import { isList, setOwn } from "./record.ts";
import { Unserializable } from "./unserializable.ts";

/**
 * Makes values of their wire form, as {@link ValueEncoder} wrote it. One decoder serves one value.
 *
 * An object of a class that the codec does not know comes back as its fields; a marker of a kind that this version does
 * not know, as an {@link Unserializable} of that kind.
 */
export class ValueDecoder {
  readonly #settings: CodecSettings;
  /** The way from the root to the value being read; after a throw it tells where that was. */
  readonly #path: (string | number)[];
  #unserializableCount = 0;

  /** @param root - What the value is called in messages: `data` or `metadata`. */
  constructor(settings: CodecSettings, root: string) {
    this.#settings = settings;
    this.#path = [root];
  }

  /** @throws {@link EventParseError} when a marker is not what an encoder writes, or a type refuses its fields. */
  decode(value: JsonValue): unknown {
    if (typeof value !== "object" || value === null) return value;
    if (isList(value)) return this.#list(value);
    return Object.hasOwn(value, markerKey) ? this.#marked(value) : this.decodeFields(value);
  }

  /** The fields of an object that is known to be no marker. */
  decodeFields(value: JsonObject): Record<string, unknown> {
    const result: Record<string, unknown> = {};
    for (const key of Object.keys(value)) setOwn(result, key, this.#child(key, value[key]));
    return result;
  }

  #list(values: readonly JsonValue[]): unknown[] {
    const result: unknown[] = [];
    for (let index = 0; index < values.length; index += 1) {
      result.push(this.#child(index, values[index]));
    }
    return result;
  }

  #child(key: string | number, value: JsonValue | undefined): unknown {
    if (typeof value !== "object" || value === null) return value;
    this.#path.push(key);
    const result = this.decode(value);
    this.#path.pop();
    return result;
  }

  #marked(marker: JsonObject): unknown {
    const { [markerKey]: tag, ...fields } = marker;
    if (tag === markerTags.undefined) return undefined;
    if (tag === markerTags.number) return this.#number(fields["value"]);
    if (tag === markerTags.unserializable) {
      return this.#unserializable(fields["kind"], fields["description"]);
    }
    if (tag === markerTags.escaped) return this.#escaped(fields["value"]);
    if (tag === markerTags.type) return this.#typed(fields["tag"], fields["fields"]);
    return this.#builtIn(tag, fields);
  }

  #number(value: JsonValue | undefined): number {
    const number = typeof value === "string" ? Number(value) : 0;
    if (Number.isFinite(number) && !Object.is(number, -0)) throw this.#fault("a number");
    return number;
  }

  #unserializable(kind: JsonValue | undefined, description: JsonValue | undefined): Unserializable {
    if (typeof kind !== "string" || typeof description !== "string") {
      throw this.#fault("a marker");
    }
    this.#unserializableCount += 1;
    return new Unserializable(kind, description);
  }

  #escaped(value: JsonValue | undefined): Record<string, unknown> {
    if (typeof value !== "object" || value === null || isList(value)) {
      throw this.#fault("an escaped object");
    }
    return this.decodeFields(value);
  }

  #typed(tag: JsonValue | undefined, wireFields: JsonValue | undefined): unknown {
    if (typeof tag !== "string" || wireFields === undefined) throw this.#fault("a typed value");
    const countBefore = this.#unserializableCount;
    const fields = this.#child("fields", wireFields);
    const type = this.#settings.typesByTag.get(tag);
    if (type === undefined) return fields;
    try {
      return type.fromFields(fields);
    } catch (error) {
      return this.#incomplete(fields, countBefore) ?? this.#refuse(tag, error);
    }
  }

  #builtIn(tag: JsonValue | undefined, wireFields: JsonObject): unknown {
    if (typeof tag !== "string") throw this.#fault("a marker");
    const type = this.#settings.builtInsByTag.get(tag);
    if (type === undefined) {
      return this.#unserializable(tag, "a kind of value that this version does not know");
    }
    const countBefore = this.#unserializableCount;
    const fields = this.decodeFields(wireFields);
    try {
      return type.fromFields(fields);
    } catch (error) {
      return this.#incomplete(fields, countBefore) ?? this.#refuse(tag, error);
    }
  }

  /** Fields that lost a part when they were serialised may not be enough for their class: they stand for themselves then. */
  #incomplete(fields: unknown, countBefore: number): unknown {
    return this.#unserializableCount > countBefore ? fields : undefined;
  }

  #refuse(tag: string, error: unknown): never {
    throw this.#fault(`a value of type "${tag}" (${describeThrown(error)})`, error);
  }

  #fault(what: string, cause?: unknown): EventParseError {
    const path = this.#path.join(".");
    return new EventParseError(
      `No event in wire form: ${JSON.stringify(path)} holds what should be ${what}, but cannot be read as one; give what serializeEvent made.`,
      cause === undefined ? {} : { cause },
    );
  }
}
