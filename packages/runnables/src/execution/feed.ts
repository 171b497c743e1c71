import type { CancelScope, Known } from "@rivulet/core/runtime";
import type { Sink } from "../pipeline/sink.ts";

/** Gives a whole input to a pipeline. One that is cancelled already begins, so that it is seen, and fails. */
export function feed<Input>(entry: Sink<Input>, input: Input, scope?: CancelScope): void {
  const known = { value: input };
  entry.begin(known);
  feedBegun(entry, known, scope);
}

/** As {@link feed}, where the pipeline has begun and knows its input. */
export function feedBegun<Input>(
  entry: Sink<Input>,
  known: Known<Input>,
  scope?: CancelScope,
): void {
  if (scope?.isCancelled === true) {
    entry.fail(scope.reason);
    return;
  }
  entry.write(known.value);
  entry.end(known);
}
