import type { RunnableLike } from "../execution/runnable-like.ts";
import { Each } from "../primitives/each.ts";
import { Runnable } from "./runnable.ts";

/** Runs a runnable for each item of a list, at most `maxConcurrency` at a time. */
export class RunnableEach<Input = unknown, Output = unknown> extends Runnable<
  readonly Input[],
  Output[]
> {
  constructor(fields: { readonly bound: RunnableLike<Input, Output> }) {
    super(new Each(fields.bound));
  }
}
