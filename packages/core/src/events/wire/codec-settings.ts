import { InvalidArgumentError } from "../../errors/invalid-argument-error.ts";
import type { BuiltInType } from "./built-in-type.ts";
import { builtInTypes } from "./built-in-types.ts";
import { createErrorType } from "./error-type.ts";
import type { WireType } from "./wire-type.ts";

/** What a codec knows, and how much it takes. */
export interface EventCodecOptions {
  /** The classes whose instances come back as themselves, beside the built-in ones. The first that claims a value has it. */
  readonly types?: readonly WireType[];
  /** The longest string that is kept, in characters; a longer one becomes a marker with its beginning. Default 1,000,000. */
  readonly maxStringLength?: number;
  /** The deepest nesting that is kept, in levels of objects and arrays; default 200, at most 500. */
  readonly maxDepth?: number;
  /** How many values one event may hold in all, which also bounds shared parts that are written out again; default 1,000,000. */
  readonly maxItems?: number;
  /** Whether errors keep their `stack`, which tells paths of the machine; default `false`. */
  readonly includeStacks?: boolean;
}

/** The options of a codec, checked and made fast. */
export interface CodecSettings {
  readonly types: readonly WireType[];
  readonly typesByTag: ReadonlyMap<string, WireType>;
  readonly builtInsByBrand: ReadonlyMap<string, BuiltInType>;
  readonly builtInsByTag: ReadonlyMap<string, BuiltInType>;
  readonly errorType: BuiltInType<Error>;
  readonly maxStringLength: number;
  readonly maxDepth: number;
  readonly maxItems: number;
}

/**
 * The characters that all strings and keys of one event may have together. With the largest `maxItems` the JSON text of
 * an event still fits into a string, however much of it has to be escaped.
 */
export const maxTotalLength = 32 * 1024 * 1024;

/**
 * Checks the options of a codec.
 *
 * @throws {@link InvalidArgumentError} when a limit is no whole number in its range, or two types have the same tag.
 */
export function codecSettings(options: EventCodecOptions): CodecSettings {
  const types = [...(options.types ?? [])];
  const errorType = createErrorType(options.includeStacks ?? false);
  const builtIns: readonly BuiltInType[] = [errorType, ...builtInTypes];
  return {
    types,
    typesByTag: byTag(types),
    builtInsByBrand: new Map(
      builtIns.flatMap((type) => type.brands.map((brand) => [`[object ${brand}]`, type] as const)),
    ),
    builtInsByTag: new Map(builtIns.map((type) => [type.tag, type])),
    errorType,
    maxStringLength: limit("maxStringLength", options.maxStringLength ?? 1_000_000, maxTotalLength),
    maxDepth: limit("maxDepth", options.maxDepth ?? 200, 500),
    maxItems: limit("maxItems", options.maxItems ?? 1_000_000, 4_000_000),
  };
}

function byTag(types: readonly WireType[]): ReadonlyMap<string, WireType> {
  const result = new Map<string, WireType>();
  for (const type of types) {
    if (result.has(type.tag)) {
      throw InvalidArgumentError.of(
        "types held two wire types with the tag",
        type.tag,
        "each class a tag of its own",
      );
    }
    result.set(type.tag, type);
  }
  return result;
}

function limit(name: string, value: number, max: number): number {
  if (Number.isInteger(value) && value >= 1 && value <= max) return value;
  throw InvalidArgumentError.of(`${name} was`, value, `a whole number from 1 to ${max}`);
}
