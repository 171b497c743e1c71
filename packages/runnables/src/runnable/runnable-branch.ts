import { InvalidArgumentError } from "@rivulet/core";
import type { RunnableLike } from "../execution/runnable-like.ts";
import { Branch, type BranchCase } from "../primitives/branch.ts";
import { coerceToRunnable } from "./coerce.ts";
import { Runnable } from "./runnable.ts";
import type { StepLike, StepOutput } from "./runnable-types.ts";

/** A condition and the step that is run when it holds. */
export type BranchPair<Input> = readonly [condition: StepLike<Input>, step: StepLike<Input>];

type CaseOutput<Case> = Case extends readonly [unknown, infer Step]
  ? StepOutput<Step>
  : StepOutput<Case>;

/** Runs the step of the first condition that holds for the whole input, else the last one, the default. */
export class RunnableBranch<Input = unknown, Output = unknown> extends Runnable<Input, Output> {
  /**
   * Pairs of a condition and a step, then the default step.
   *
   * @throws {@link InvalidArgumentError} when there is no pair, no default, or one is no step.
   */
  static from<Input, const Cases extends readonly [...BranchPair<Input>[], StepLike<Input>]>(
    cases: Cases,
  ): RunnableBranch<Input, CaseOutput<Cases[number]>> {
    const given: readonly unknown[] = Array.isArray(cases) ? cases : [];
    if (given.length < 2) {
      throw InvalidArgumentError.of(
        "The cases of a branch were",
        cases,
        "pairs of condition and step, then a default step",
      );
    }
    return new RunnableBranch(
      new Branch<Input, CaseOutput<Cases[number]>>({
        cases: given.slice(0, -1).map((pair) => toCase(pair)),
        otherwise: coerceToRunnable(given.at(-1)) as RunnableLike<Input, never>,
      }),
    );
  }
}

function toCase<Input, Output>(pair: unknown): BranchCase<Input, Output> {
  if (!Array.isArray(pair) || pair.length !== 2) {
    throw InvalidArgumentError.of("A case of a branch was", pair, "a pair of condition and step");
  }
  const [condition, step] = pair as readonly unknown[];
  return [coerceToRunnable(condition), coerceToRunnable(step) as RunnableLike<unknown, Output>];
}
