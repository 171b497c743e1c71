/**
 * A promise for what can be awaited, as `await` would have it. The `then` of another library may return nothing, throw, or
 * resolve with a promise again: only that of a promise of the platform may be called as it is.
 */
export function toPromise<Value>(value: PromiseLike<Value>): Promise<Value> {
  return value instanceof Promise ? (value as Promise<Value>) : Promise.resolve(value);
}
