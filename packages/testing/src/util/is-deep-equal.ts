/**
 * Whether two values are the same in form: equal primitives, lists, dates, and objects of one kind with equal own fields.
 * Cycles are followed once.
 */
export function isDeepEqual(one: unknown, other: unknown): boolean {
  return compare(one, other, new Map());
}

function compare(one: unknown, other: unknown, open: Map<object, object>): boolean {
  if (Object.is(one, other)) return true;
  if (!isObject(one) || !isObject(other)) return false;
  if (Object.getPrototypeOf(one) !== Object.getPrototypeOf(other)) return false;
  if (one instanceof Date && other instanceof Date)
    return Object.is(one.getTime(), other.getTime());
  // Met again inside itself: it is compared already.
  if (open.get(one) === other) return true;
  open.set(one, other);
  const keys = Object.keys(one);
  if (keys.length !== Object.keys(other).length) return false;
  return keys.every((key) => Object.hasOwn(other, key) && compare(one[key], other[key], open));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
