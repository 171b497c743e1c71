/**
 * Has `note` told what a built-in method gives, until the function that is returned is called. No spy of Jest's: those keep all
 * that they are given and give, which is much where each chunk is counted.
 */
export function watchMethod(
  owner: object,
  method: string,
  note: (result: unknown) => void,
): () => void {
  const original = Reflect.get(owner, method) as (...given: unknown[]) => unknown;
  const value = function noted(this: unknown, ...given: unknown[]): unknown {
    const result = original.apply(this, given);
    note(result);
    return result;
  };
  const property = { configurable: true, writable: true, enumerable: false };
  Object.defineProperty(owner, method, { ...property, value });
  return () => {
    Object.defineProperty(owner, method, { ...property, value: original });
  };
}
