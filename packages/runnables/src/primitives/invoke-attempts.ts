import type { RunManager } from "@rivulet/core";
import { delay } from "../execution/delay.ts";
import type { AttemptPlan } from "./attempt-plan.ts";

/** Invokes what a plan says until an attempt succeeds; fails with the last failure when it gives up, or is cancelled. */
export async function invokeAttempts<Input, Output>(
  input: Input,
  plan: AttemptPlan<Input, Output>,
  { scope }: RunManager,
): Promise<Output> {
  let attempt = plan.first;
  for (let failed = 1; ; failed += 1) {
    try {
      if (attempt.delayMs > 0) await delay(attempt.delayMs, scope);
      return await attempt.runnable.invokeIn(input, attempt.call);
    } catch (error) {
      const next = scope.isCancelled ? undefined : await plan.next(error, failed);
      if (next === undefined || scope.isCancelled) throw error;
      attempt = next;
    }
  }
}
