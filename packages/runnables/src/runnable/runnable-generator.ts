import { InvalidArgumentError } from "@rivulet/core";
import { Generator } from "../primitives/generator.ts";
import type { StreamFunction } from "../primitives/runnable-function.ts";
import { Runnable } from "./runnable.ts";

/**
 * A generator function over the input stream as a runnable: what it yields goes on at once, while the input still comes in.
 *
 * @see The document, "Generator functions".
 *
 * @example
 * const shout = new RunnableGenerator(async function* shout(input: AsyncIterable<string>) {
 *   for await (const chunk of input) yield chunk.toUpperCase();
 * });
 */
export class RunnableGenerator<Input = unknown, Output = unknown> extends Runnable<Input, Output> {
  /** @throws {@link InvalidArgumentError} when `func` is no function. */
  constructor(func: StreamFunction<Input, Output>, options: { readonly name?: string } = {}) {
    if (typeof func !== "function") {
      throw InvalidArgumentError.of(
        "The function of a generator was",
        func,
        "a generator function",
      );
    }
    super(new Generator({ func, ...options }));
  }
}
