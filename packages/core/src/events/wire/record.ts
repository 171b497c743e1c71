/** Any object but an array, as what it is to JavaScript: values by key. */
export type UnknownRecord = Readonly<Record<string, unknown>>;

/** Whether a value is an object or an array. */
export function isObject(value: unknown): value is UnknownRecord | readonly unknown[] {
  return typeof value === "object" && value !== null;
}

/** Whether an object is an array. */
export function isList(value: UnknownRecord | readonly unknown[]): value is readonly unknown[] {
  return Array.isArray(value);
}

/** Whether an object was made by a literal, by `JSON.parse` or by `Object.create(null)`, in whichever realm. */
export function isPlainRecord(value: UnknownRecord): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || !isObject(prototype)) return true;
  // Only the root of a realm's prototypes has no prototype and yet this method.
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, "isPrototypeOf");
}

/** Writes a key as an own one, `__proto__` as well. */
export function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== "__proto__") target[key] = value;
  else
    Object.defineProperty(target, key, {
      value,
      writable: true,
      enumerable: true,
      configurable: true,
    });
}
