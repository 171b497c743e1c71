import { Parallel } from "../primitives/parallel.ts";
import { describeValue, InvalidArgumentError, isPlainObject } from "@rivulet/core";
import { coerceBranches } from "./coerce.ts";
import { Runnable } from "./runnable.ts";
import type { MapOutput, StepLike } from "./runnable-types.ts";

type Fields = Readonly<Record<string, unknown>>;

/**
 * Branches side by side on the same input; the output is an object with a key for each. Streams objects of one key each, as
 * the branches' chunks come in. A plain object in a pipe is one.
 */
export class RunnableParallel<Input = unknown, Output extends Fields = Fields> extends Runnable<
  Input,
  Output
> {
  /** @throws {@link InvalidArgumentError} when `steps` is no object of steps. */
  constructor(
    steps: { readonly [Key in keyof Output]: StepLike<Input> },
    options: { readonly name?: string } = {},
  ) {
    if (!isPlainObject(steps)) {
      throw new InvalidArgumentError(
        `The branches of a parallel were ${describeValue(steps)}; give an object of steps.`,
      );
    }
    super(new Parallel<Input, Output>({ branches: coerceBranches(steps), ...options }));
  }

  /** A parallel whose output type follows from its steps. */
  static from<Input, Steps extends { readonly [key: string]: StepLike<Input> }>(
    steps: Steps,
  ): RunnableParallel<Input, MapOutput<Steps>> {
    return new RunnableParallel<Input, MapOutput<Steps>>(steps);
  }
}

/** The same under LangChain.js's other name. */
export { RunnableParallel as RunnableMap };
