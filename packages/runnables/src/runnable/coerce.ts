import { InvalidArgumentError, isPlainObject } from "@rivulet/core";
import { isRunnableLike } from "../execution/is-runnable-like.ts";
import type { RunnableLike } from "../execution/runnable-like.ts";
import { Generator } from "../primitives/generator.ts";
import { Lambda } from "../primitives/lambda.ts";
import { Parallel } from "../primitives/parallel.ts";
import {
  isAsyncGeneratorFunction,
  type RunnableFunction,
  type StreamFunction,
} from "../primitives/runnable-function.ts";

/**
 * Makes a step of what stands for one: an `async function*` becomes a generator, any other function a lambda, a plain
 * object a parallel of its values.
 *
 * @throws {@link InvalidArgumentError} when it stands for none.
 */
export function coerceToRunnable(like: unknown): RunnableLike<unknown, unknown> {
  if (isRunnableLike(like)) return like;
  if (isAsyncGeneratorFunction(like))
    return new Generator({ func: like as StreamFunction<unknown, unknown> });
  if (typeof like === "function")
    return new Lambda({ func: like as RunnableFunction<unknown, unknown> });
  if (isPlainObject(like)) return new Parallel({ branches: coerceBranches(like) });
  throw InvalidArgumentError.of("A step was", like, "a runnable, a function, or an object of them");
}

/**
 * Makes steps of the values of an object.
 *
 * @throws {@link InvalidArgumentError} when it is no plain object, or a value is no step.
 */
export function coerceBranches(
  steps: object,
): Readonly<Record<string, RunnableLike<unknown, unknown>>> {
  if (!isPlainObject(steps)) {
    throw InvalidArgumentError.of(
      "An object of steps was",
      steps,
      "one such as { length: (text) => text.length }",
    );
  }
  return Object.fromEntries(
    Object.entries(steps).map(([key, step]) => [key, coerceToRunnable(step)]),
  );
}
