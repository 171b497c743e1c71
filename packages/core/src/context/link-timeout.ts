import { RunTimeoutError } from "../errors/run-timeout-error.ts";
import type { CancelScope } from "./cancel-scope.ts";

/** Cancels a scope with a {@link RunTimeoutError} after `timeoutMs` milliseconds. */
export function linkTimeout(scope: CancelScope, timeoutMs: number, runName: string): void {
  const timer = setTimeout(() => {
    scope.cancel(
      new RunTimeoutError(
        `${runName} took longer than its timeout of ${String(timeoutMs)} ms; raise \`timeout\` or make it faster.`,
        { runName },
      ),
    );
  }, timeoutMs);
  scope.link(() => {
    clearTimeout(timer);
  });
}
