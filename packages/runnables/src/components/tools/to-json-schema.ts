import { InvalidArgumentError, isPlainObject } from "@rivulet/core";
import { isStandardSchema } from "../../execution/standard-schema.ts";

/** A schema as JSON says it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

// The dialect of zod and of the providers' documentation.
const target = "draft-2020-12";

// A model is called many times with the same tools. Weak: it lives as long as the schema does.
const converted = new WeakMap<object, JsonSchema>();

/**
 * The JSON schema of what fits a schema, before its defaults and transforms are applied: what a model is told to write. A
 * schema of a library is asked for it by the Standard JSON Schema interface (zod from 4.2 has it), so that no library is
 * loaded here; a JSON schema is given back as it is. Do not write to the result: it is made once for each schema.
 *
 * @throws {@link InvalidArgumentError} when it is no schema, or has no JSON form.
 * @see https://standardschema.dev/json-schema
 */
export function toJsonSchema(schema: object): JsonSchema {
  const given: unknown = schema;
  if (isStandardSchema(given)) {
    const known = converted.get(given);
    if (known !== undefined) return known;
    const made = convert(given);
    converted.set(given, made);
    return made;
  }
  if (isPlainObject(given)) return given;
  throw InvalidArgumentError.of("A schema was", given, "a zod schema or a JSON schema");
}

function convert(schema: { readonly "~standard": object }): JsonSchema {
  const standard = schema["~standard"];
  const converter: unknown = Reflect.get(standard, "jsonSchema");
  const toInput: unknown =
    typeof converter === "object" && converter !== null
      ? Reflect.get(converter, "input")
      : undefined;
  if (typeof toInput !== "function") {
    throw new InvalidArgumentError(
      `A schema of ${String(Reflect.get(standard, "vendor"))} has no JSON form; take zod 4.2 or later, or give a JSON schema.`,
    );
  }
  const made: unknown = callConverter(toInput);
  if (!isPlainObject(made)) {
    throw InvalidArgumentError.of(
      "The JSON form of a schema was",
      made,
      "a JSON schema in its place",
    );
  }
  // Which dialect it is, is settled with each provider; sent with each call it would be paid for.
  const { $schema: _dialect, ...rest } = made;
  return rest;
}

function callConverter(toInput: object): unknown {
  try {
    return Reflect.apply(toInput as () => unknown, undefined, [{ target }]);
  } catch (error) {
    throw new InvalidArgumentError(
      "A schema cannot be said as a JSON schema (see the cause); use types that JSON has, or give a JSON schema.",
      { cause: error },
    );
  }
}
