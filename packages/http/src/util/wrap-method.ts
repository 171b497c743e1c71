/**
 * Puts a function around a method of an object, that is given what calls the method, with the values that it was called with or
 * with others, and these values. Does nothing where the object has no such method.
 */
export function wrapMethod(
  owner: unknown,
  name: string,
  around: (call: (others?: readonly unknown[]) => unknown, values: readonly unknown[]) => unknown,
): void {
  if (typeof owner !== "object" || owner === null) return;
  const method: unknown = Reflect.get(owner, name);
  if (!isFunction(method)) return;
  Reflect.set(owner, name, (...values: unknown[]): unknown =>
    around((others = values): unknown => Reflect.apply(method, owner, others), values),
  );
}

function isFunction(value: unknown): value is (...values: unknown[]) => unknown {
  return typeof value === "function";
}
