import { isPromiseLike, type PromiseOrValue } from "@rivulet/core/runtime";

/** Calls `next` with a value and gives its result: at once where the value is there, else a promise of it. */
export function whenReady<Value, Result>(
  value: PromiseOrValue<Value>,
  next: (value: Value) => PromiseOrValue<Result>,
): PromiseOrValue<Result> {
  return isPromiseLike(value) ? value.then(next) : next(value);
}
