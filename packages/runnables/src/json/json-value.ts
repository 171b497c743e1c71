/**
 * Any value that JSON can write, read-only at every depth.
 *
 * **Shape**: values made by this folder are also immutable at run time, and share their unchanged parts with each other.
 */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** A JSON object, read-only at every depth. */
export type JsonObject = { readonly [key: string]: JsonValue };
