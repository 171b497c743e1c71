import { isList, isObject, isPlainRecord, type UnknownRecord } from "./record.ts";

/** What JSON can hold, as `JSON.parse` makes it. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** The deepest nesting that is read, in levels: more than any serialised event has, less than a stack can hold. */
const maxJsonDepth = 600;

/** Whether a value is one that `JSON.parse` could have made, nested no deeper than any serialised event. */
export function isJsonValue(value: unknown): value is JsonValue {
  return isJson(value, maxJsonDepth);
}

/** Whether a value is a plain object that holds JSON values alone. */
export function isJsonObject(value: unknown): value is JsonObject {
  return isObject(value) && !isList(value) && isJson(value, maxJsonDepth);
}

function isJson(value: unknown, levelsLeft: number): boolean {
  if (isObject(value)) return levelsLeft > 0 && holdsJson(value, levelsLeft - 1);
  if (typeof value === "number") return Number.isFinite(value);
  return typeof value === "string" || typeof value === "boolean" || value === null;
}

function holdsJson(value: UnknownRecord | readonly unknown[], levelsLeft: number): boolean {
  if (isList(value)) {
    for (const item of value) if (!isJson(item, levelsLeft)) return false;
    return true;
  }
  if (!isPlainRecord(value)) return false;
  for (const key of Object.keys(value)) if (!isJson(value[key], levelsLeft)) return false;
  return true;
}
