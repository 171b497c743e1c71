import type { JsonSchema } from "@rivulet/runnables";
import { isObject } from "../util/is-object.ts";

const lists = ["anyOf", "oneOf", "allOf", "prefixItems"];
const maps = ["properties", "$defs", "definitions"];

/**
 * A schema in the form that OpenAI takes where it must be followed to the letter: no object has properties that are not named.
 * The given one stays as it is.
 */
export function toStrictSchema(schema: JsonSchema): JsonSchema {
  const strict = mapSchemas(schema, toStrictSchema);
  return isObjectSchema(strict) ? { ...strict, additionalProperties: false } : strict;
}

/**
 * The path of the first property that may be left out, or of an object whose properties are not named: what cannot be followed
 * to the letter. `undefined` where all can.
 */
export function findLoosePlace(schema: JsonSchema, path = "the schema"): string | undefined {
  if (isObjectSchema(schema)) {
    if (schema["additionalProperties"] === true || isObject(schema["additionalProperties"])) {
      return path;
    }
    const required: readonly unknown[] = Array.isArray(schema["required"])
      ? schema["required"]
      : [];
    const properties = Object.keys(isObject(schema["properties"]) ? schema["properties"] : {});
    const optional = properties.find((name) => !required.includes(name));
    if (optional !== undefined) return `${path}.${optional}`;
  }
  for (const [name, inner] of innerSchemas(schema)) {
    const found = findLoosePlace(inner, `${path}.${name}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isObjectSchema({ type, properties }: JsonSchema): boolean {
  return type === "object" || properties !== undefined;
}

function innerSchemas(schema: JsonSchema): readonly (readonly [string, JsonSchema])[] {
  const found: (readonly [string, JsonSchema])[] = [];
  for (const key of maps) {
    const inner = schema[key];
    if (isObject(inner)) found.push(...Object.entries(inner).filter(isNamedSchema));
  }
  for (const key of [...lists, "items"]) {
    for (const inner of [schema[key]].flat()) if (isObject(inner)) found.push([key, inner]);
  }
  return found;
}

function isNamedSchema(entry: [string, unknown]): entry is [string, JsonSchema] {
  return isObject(entry[1]);
}

function mapSchemas(schema: JsonSchema, change: (inner: JsonSchema) => JsonSchema): JsonSchema {
  const mapped: Record<string, unknown> = { ...schema };
  const changeAny = (inner: unknown): unknown => (isObject(inner) ? change(inner) : inner);
  for (const key of maps) {
    const inner = schema[key];
    if (!isObject(inner)) continue;
    mapped[key] = Object.fromEntries(
      Object.entries(inner).map(([name, value]) => [name, changeAny(value)]),
    );
  }
  for (const key of [...lists, "items"]) {
    const inner = schema[key];
    if (Array.isArray(inner)) mapped[key] = inner.map(changeAny);
    else if (isObject(inner)) mapped[key] = change(inner);
  }
  return mapped;
}
