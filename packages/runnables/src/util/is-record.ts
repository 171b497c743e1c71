/**
 * Whether a value is a plain object: made by a literal, by `JSON.parse` (of any realm) or without a prototype.
 * Arrays, dates, maps and instances of classes are not.
 */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
