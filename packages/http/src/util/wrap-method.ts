/**
 * Puts a function around a method of an object, that is given what calls the method as it was called, and with which values that
 * was. Does nothing where the object has no such method.
 */
export function wrapMethod(
  owner: unknown,
  name: string,
  around: (call: () => unknown, values: readonly unknown[]) => unknown,
): void {
  if (typeof owner !== "object" || owner === null) return;
  const method: unknown = Reflect.get(owner, name);
  if (!isFunction(method)) return;
  Reflect.set(owner, name, (...values: unknown[]): unknown =>
    around((): unknown => Reflect.apply(method, owner, values), values),
  );
}

function isFunction(value: unknown): value is (...values: unknown[]) => unknown {
  return typeof value === "function";
}
