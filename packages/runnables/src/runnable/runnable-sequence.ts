import { InvalidArgumentError } from "@rivulet/core";
import { Sequence } from "../primitives/sequence.ts";
import { coerceToRunnable } from "./coerce.ts";
import { Runnable } from "./runnable.ts";
import type { StepLike, StepOutput } from "./runnable-types.ts";

/** How a sequence looks. */
export interface RunnableSequenceOptions {
  readonly name?: string;
  /** Leaves out the tags `seq:step:N` of the steps. */
  readonly omitSequenceTags?: boolean;
}

type Last<Steps extends readonly unknown[]> = Steps extends readonly [...unknown[], infer Step]
  ? Step
  : unknown;

/** Steps one after the other, as `pipe` makes them; streams whatever its steps stream. */
export class RunnableSequence<Input = unknown, Output = unknown> extends Runnable<Input, Output> {
  /**
   * A sequence of these steps. The types between them are not checked; `pipe` checks them.
   *
   * @throws {@link InvalidArgumentError} when there are none, or one is no step.
   */
  static from<Input, const Steps extends readonly [StepLike<Input>, ...StepLike<never>[]]>(
    steps: Steps,
    nameOrOptions?: string | RunnableSequenceOptions,
  ): RunnableSequence<Input, StepOutput<Last<Steps>>>;
  /** With both types said, as LangChain.js has it. */
  static from<Input, Output>(
    steps: readonly StepLike<never>[],
    nameOrOptions?: string | RunnableSequenceOptions,
  ): RunnableSequence<Input, Output>;
  static from(
    steps: readonly StepLike<never>[],
    nameOrOptions: string | RunnableSequenceOptions = {},
  ): RunnableSequence<unknown, never> {
    if (!Array.isArray(steps) || steps.length === 0) {
      throw InvalidArgumentError.of(
        "The steps of a sequence were",
        steps,
        "a list of at least one",
      );
    }
    const options = typeof nameOrOptions === "string" ? { name: nameOrOptions } : nameOrOptions;
    return new RunnableSequence(new Sequence({ ...options, steps: steps.map(coerceToRunnable) }));
  }
}
