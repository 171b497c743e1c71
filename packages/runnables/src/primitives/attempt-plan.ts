import type { PromiseOrValue } from "@rivulet/core/runtime";
import type { Call } from "../execution/call.ts";
import type { RunnableLike } from "../execution/runnable-like.ts";

/** One try. */
export interface Attempt<Input, Output> {
  readonly runnable: RunnableLike<Input, Output>;
  readonly call: Call;
  /** How long to wait before it. */
  readonly delayMs: number;
}

/** What may be tried, one after the other. */
export interface AttemptPlan<Input, Output> {
  /** The first attempt. */
  readonly first: Attempt<Input, Output>;
  /**
   * What to try after attempt number `failed` (from 1) failed with `error`; `undefined` to give up. May throw, or
   * reject: then that is the failure.
   */
  readonly next: (
    error: unknown,
    failed: number,
  ) => PromiseOrValue<Attempt<Input, Output> | undefined>;
}
