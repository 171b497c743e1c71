import { Parallel } from "../primitives/parallel.ts";
import { InvalidArgumentError, isPlainObject } from "@rivulet/core";
import { coerceBranches } from "./coerce.ts";
import { Runnable } from "./runnable.ts";
import type { MapOutput, StepLike } from "./runnable-types.ts";

type Fields = Readonly<Record<string, unknown>>;

/** How a parallel is made. */
export interface RunnableParallelFields<Input, Output> {
  readonly steps: { readonly [Key in keyof Output]: StepLike<Input> };
  readonly name?: string;
}

/**
 * Branches side by side on the same input; the output is an object with a key for each. Streams objects of one key each, as
 * the branches' chunks come in. A plain object in a pipe is one.
 */
export class RunnableParallel<Input = unknown, Output extends Fields = Fields> extends Runnable<
  Input,
  Output
> {
  /** @throws {@link InvalidArgumentError} when `steps` is no object of steps. */
  constructor(fields: RunnableParallelFields<Input, Output>) {
    const given: unknown = fields;
    const steps: unknown = isPlainObject(given) ? given["steps"] : undefined;
    if (!isPlainObject(steps)) {
      throw InvalidArgumentError.of(
        "The steps of a parallel were",
        steps,
        "{ steps: { key: step } }, or an object of steps to RunnableParallel.from()",
      );
    }
    super(new Parallel<Input, Output>({ branches: coerceBranches(steps), name: fields.name }));
  }

  /** A parallel whose output type follows from its steps. */
  static from<Input, Steps extends { readonly [key: string]: StepLike<Input> }>(
    steps: Steps,
  ): RunnableParallel<Input, MapOutput<Steps>> {
    return new RunnableParallel<Input, MapOutput<Steps>>({ steps });
  }
}

/** The same under LangChain.js's other name. */
export { RunnableParallel as RunnableMap };
