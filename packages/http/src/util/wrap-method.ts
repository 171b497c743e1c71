/** Puts a function around a method of an object, that is given what calls the method. Does nothing where there is no such method. */
export function wrapMethod(
  owner: unknown,
  name: string,
  around: (call: () => unknown) => unknown,
): void {
  if (typeof owner !== "object" || owner === null) return;
  const method: unknown = Reflect.get(owner, name);
  if (!isFunction(method)) return;
  Reflect.set(owner, name, (...values: unknown[]): unknown =>
    around((): unknown => Reflect.apply(method, owner, values)),
  );
}

function isFunction(value: unknown): value is (...values: unknown[]) => unknown {
  return typeof value === "function";
}
