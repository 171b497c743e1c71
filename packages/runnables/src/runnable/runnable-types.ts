import type { RunnableConfig } from "../execution/runnable-config.ts";
import type { RunnableLike } from "../execution/runnable-like.ts";

/** What a function that is used as a step puts out: what it returns, resolved; the values of a generator; the output of a runnable. */
export type FunctionOutput<Result> =
  Awaited<Result> extends RunnableLike<never, infer Output>
    ? Output
    : Awaited<Result> extends AsyncIterable<infer Item> | Generator<infer Item>
      ? Item
      : Awaited<Result>;

// One function type and no more: with a second one, for functions over the stream, TypeScript could not tell the type of an
// unannotated parameter.
/**
 * Anything that can be a step on `Input`. In an object of steps give an `async function*` over the stream as
 * `chain(function)`.
 */
export type StepLike<Input> =
  | RunnableLike<Input, unknown>
  | ((input: Input, config: RunnableConfig) => unknown)
  | { readonly [key: string]: StepLike<Input> };

/** What a step puts out. */
export type StepOutput<Step> =
  Step extends RunnableLike<never, infer Output>
    ? Output
    : Step extends (...parameters: never) => infer Result
      ? FunctionOutput<Result>
      : Step extends Readonly<Record<string, unknown>>
        ? MapOutput<Step>
        : never;

/** What an object of steps puts out. */
export type MapOutput<Steps> = { [Key in keyof Steps]: StepOutput<Steps[Key]> };
