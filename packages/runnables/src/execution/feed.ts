import type { CancelScope } from "@rivulet/core/runtime";
import type { Sink } from "../pipeline/sink.ts";

/** Gives a whole input to a pipeline. One that is cancelled already begins, so that it is seen, and fails. */
export function feed<Input>(
  entry: Sink<Input>,
  input: Input,
  scope: CancelScope | undefined,
): void {
  const known = { value: input };
  entry.begin(known);
  if (scope?.isCancelled === true) {
    entry.fail(scope.reason);
    return;
  }
  entry.write(input);
  entry.end(known);
}
