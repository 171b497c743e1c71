/** What is read value by value. */
export type Values<Value> = AsyncIterable<Value> | Generator<Value>;

/**
 * Whether what a function returned is read value by value: a generator, or anything else that is made to be read in steps. A
 * list or a string is a value.
 */
export function isValues<Value>(result: unknown): result is Values<Value> {
  if (typeof result !== "object" || result === null) return false;
  return Symbol.asyncIterator in result || Reflect.get(result, Symbol.toStringTag) === "Generator";
}
