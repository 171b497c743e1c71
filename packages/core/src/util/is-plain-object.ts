/**
 * Whether a value is a plain object: made by a literal, by `JSON.parse` (of any realm) or without a prototype. Lists, dates,
 * maps and instances of classes are not.
 */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
