import { IncrementalJsonParser } from "./incremental-json-parser.ts";
import type { JsonValue } from "./json-value.ts";

/**
 * Reads the whole JSON value in a text, with or without a markdown fence and prose around it.
 *
 * **Shape**: a plain, frozen value; `undefined` when the text has no JSON or only part of it.
 * **Errors**: never throws.
 *
 * @example
 * ```ts
 * parseJsonMarkdown('As you wish:\\n```json\\n{"a": 1}\\n```'); // { a: 1 }
 * ```
 */
export function parseJsonMarkdown(text: string): JsonValue | undefined {
  const parser = new IncrementalJsonParser();
  parser.write(text);
  parser.end();
  return parser.isComplete ? parser.snapshot() : undefined;
}
