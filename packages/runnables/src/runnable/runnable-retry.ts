import type { RunnableLike } from "../execution/runnable-like.ts";
import { Retry, type RetryOptions } from "../primitives/retry.ts";
import { Runnable } from "./runnable.ts";

/** Runs a runnable again when it fails; in a stream until the first chunk is out. Each attempt is a run of its own. */
export class RunnableRetry<Input = unknown, Output = unknown> extends Runnable<Input, Output> {
  constructor({
    bound,
    ...options
  }: RetryOptions & { readonly bound: RunnableLike<Input, Output> }) {
    super(new Retry(bound, options));
  }
}
