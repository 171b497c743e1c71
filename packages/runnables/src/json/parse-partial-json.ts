import { IncrementalJsonParser } from "./incremental-json-parser.ts";
import type { JsonValue } from "./json-value.ts";
import { toPlainJson } from "./to-plain-json.ts";

/**
 * Reads as much as there is of the JSON in a text that may have been cut off.
 *
 * **Shape**: the value as {@link IncrementalJsonParser} shows it at the end of the text, plain and frozen; `undefined` when the
 * text has no JSON. Of a document that turns invalid, the part before.
 * **Errors**: never throws.
 *
 * @example
 * ```ts
 * parsePartialJson('{"names": ["France", "Sp'); // { names: ["France", "Sp"] }
 * ```
 */
export function parsePartialJson(text: string): JsonValue | undefined {
  const parser = new IncrementalJsonParser();
  parser.write(text);
  parser.end();
  const value = parser.snapshot();
  return value === undefined ? undefined : toPlainJson(value);
}
