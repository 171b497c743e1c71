import { InvalidArgumentError } from "@rivulet/core";
import type { RunnableConfig } from "../execution/runnable-config.ts";
import { Generator } from "../primitives/generator.ts";
import { Lambda } from "../primitives/lambda.ts";
import {
  isAsyncGeneratorFunction,
  type RunnableFunction,
  type StreamFunction,
} from "../primitives/runnable-function.ts";
import { Runnable } from "./runnable.ts";
import type { FunctionOutput } from "./runnable-types.ts";

/** How a lambda is made. */
export interface RunnableLambdaFields<Input, Output> {
  readonly func: RunnableFunction<Input, Output>;
  /** By default the function's own name. */
  readonly name?: string;
}

/**
 * A function as a runnable, on a whole input. In a stream it waits for the end of its input; what it returns goes on as one
 * chunk, a generator that it returns is streamed, a runnable that it returns is run in its place. Runs that are started in
 * it are its children.
 */
export class RunnableLambda<Input = unknown, Output = unknown> extends Runnable<Input, Output> {
  /** @throws {@link InvalidArgumentError} when `func` is no function, or a generator over the stream. */
  constructor(fields: RunnableLambdaFields<Input, Output>) {
    checkFunction(fields.func);
    super(new Lambda<Input, Output>(fields));
  }

  /** A lambda of a function. */
  static from<Input, Result>(
    func: (input: Input, config: RunnableConfig) => Result,
  ): RunnableLambda<Input, FunctionOutput<Result>> {
    return new RunnableLambda({ func: func as RunnableFunction<Input, FunctionOutput<Result>> });
  }
}

/**
 * Makes a runnable of a function: of an `async function*` one over the input stream, of any other a lambda. As the
 * document's `@chain` decorator.
 *
 * @throws {@link InvalidArgumentError} when `func` is no function.
 */
export function chain<Input, Result>(
  func: (input: Input, config: RunnableConfig) => Result,
): Runnable<Input, FunctionOutput<Result>>;
export function chain<Input, Output>(func: StreamFunction<Input, Output>): Runnable<Input, Output>;
export function chain<Input, Output>(
  func: RunnableFunction<Input, Output> | StreamFunction<Input, Output>,
): Runnable<Input, Output> {
  if (isAsyncGeneratorFunction(func))
    return new Runnable(new Generator({ func: func as StreamFunction<Input, Output> }));
  return new RunnableLambda<Input, Output>({ func: func as RunnableFunction<Input, Output> });
}

function checkFunction(func: unknown): void {
  if (typeof func !== "function") {
    throw InvalidArgumentError.of("The function of a lambda was", func, "a function");
  }
  if (isAsyncGeneratorFunction(func)) {
    throw new InvalidArgumentError(
      "A lambda was given an async generator function; give it to RunnableGenerator, chain() or pipe().",
    );
  }
}
