import type { JsonValue } from "./json-value.ts";

/**
 * One step of a JSON Patch, as {@link diffJson} writes them.
 *
 * **Shape**: `path` is a JSON pointer, `''` for the whole value.
 * @see RFC 6902 (patch), RFC 6901 (pointer)
 */
export type JsonPatchOperation =
  | { readonly op: "add" | "replace"; readonly path: string; readonly value: JsonValue }
  | { readonly op: "remove"; readonly path: string };
