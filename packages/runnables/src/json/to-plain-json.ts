import type { JsonValue } from "./json-value.ts";
import { jsonViewState } from "./json-view.ts";

/**
 * Gives the plain, frozen value of a snapshot, for what refuses proxies: `structuredClone`, `postMessage`.
 *
 * **Shape**: a plain value is returned as it is; a view of an open document is copied along its open path, and closed parts are
 * shared. Views inside a container that the caller made are not looked for. Costs what it copies.
 */
export function toPlainJson(value: JsonValue): JsonValue {
  return jsonViewState(value)?.toPlain() ?? value;
}
