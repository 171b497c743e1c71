import type { RunnableLike } from "../execution/runnable-like.ts";
import { Fallbacks, type FallbacksFields } from "../primitives/fallbacks.ts";
import { Runnable } from "./runnable.ts";

/** Runs a runnable, and when it fails the next one in its place; in a stream until the first chunk is out. */
export class RunnableWithFallbacks<Input = unknown, Output = unknown> extends Runnable<
  Input,
  Output
> {
  /** What is tried, in order. */
  readonly candidates: readonly RunnableLike<Input, Output>[];

  constructor(fields: FallbacksFields<Input, Output>) {
    const fallbacks = new Fallbacks(fields);
    super(fallbacks);
    this.candidates = fallbacks.candidates;
  }
}
