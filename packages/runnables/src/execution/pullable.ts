import { InvalidArgumentError } from "@rivulet/core";
import { isPromiseLike, toPromise } from "@rivulet/core/runtime";

/** What an iterator gives. */
export type Result<Item> = IteratorResult<Item, unknown>;

type Next<Item> = Result<Item> | Promise<Result<Item>>;

/** An async or plain iterator, read in one way. */
export interface AnyIterator<Item> {
  next(): Next<Item>;
  return?(): unknown;
}

/** What can be read value by value. */
export type Pullable<Item> = AsyncIterable<Item> | Iterable<Item>;

/**
 * What a user's generator gave, which may be anything where it is none: a promise of one, for example. A string is read by nobody.
 *
 * @throws {@link InvalidArgumentError} when no values can be read from it.
 */
export function checkPullable<Given>(given: Given, whose: string): Given {
  const isObject = typeof given === "object" && given !== null;
  if (isObject && (Symbol.asyncIterator in given || Symbol.iterator in given)) return given;
  throw InvalidArgumentError.of(`${whose} returned`, given, "an async generator (`async *`)");
}

/** The iterator of what can be read. Throws what the source throws. */
export function iterate<Item>(source: Pullable<Item>): AnyIterator<Item> {
  return Symbol.asyncIterator in source
    ? source[Symbol.asyncIterator]()
    : awaitValues(source[Symbol.iterator]());
}

// The values of a plain iterator may be promises, as `for await` has it.
function awaitValues<Item>(iterator: Iterator<Item>): AnyIterator<Item> {
  return {
    next: () => {
      const result = iterator.next();
      const value: unknown = result.value;
      if (result.done === true || !isPromiseLike(value)) return result;
      return toPromise(value as PromiseLike<Item>).then((item) => ({ done: false, value: item }));
    },
    return: () => iterator.return?.(),
  };
}
