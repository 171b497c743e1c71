import type { RunnableConfig } from "../execution/runnable-config.ts";
import type { RunnableLike } from "../execution/runnable-like.ts";

/** What a function may return: a value or a promise, values one by one, or a runnable that is run in its place. */
export type FunctionResult<Output, Input = never> =
  | Output
  | Promise<Output>
  | AsyncGenerator<Output>
  | Generator<Output>
  | RunnableLike<Input, Output>
  | Promise<RunnableLike<Input, Output>>;

/** A function that works on a whole input. `config` belongs to its run: pass it on to what you call. */
export type RunnableFunction<Input, Output> = (
  input: Input,
  config: RunnableConfig,
) => FunctionResult<Output, Input>;

/**
 * A generator function that works on the input *stream*: it may yield before the input has ended. The input has the type that
 * LangChain.js's programs write for it; it is there to be iterated, so it has `next` and `return`, and no `throw`.
 */
export type StreamFunction<Input, Output> = (
  input: AsyncGenerator<Input, void, undefined>,
  config: RunnableConfig,
) => AsyncGenerator<Output> | AsyncIterable<Output>;

/** Whether a function is an `async function*`. */
export function isAsyncGeneratorFunction(value: unknown): boolean {
  return (
    typeof value === "function" &&
    Reflect.get(value, Symbol.toStringTag) === "AsyncGeneratorFunction"
  );
}
