import { contextOf, type CallbackHandler, type RunManager } from "@rivulet/core";
import { CancelScope, enterRun, startRun } from "@rivulet/core/runtime";

/** A root run called `root` that a test drives by hand: what runs around the function under test. */
export interface Root {
  readonly run: RunManager;
  readonly scope: CancelScope;
  /** Calls a function inside the run. */
  enter<Result>(body: () => Result): Result;
}

/** Opens a root run with these handlers, in a scope of its own. */
export function openRoot(callbacks: readonly CallbackHandler[] = []): Root {
  const scope = new CancelScope();
  const run = startRun(contextOf(callbacks).withScope(scope), {
    type: "chain",
    name: "root",
    scope,
  });
  return { run, scope, enter: (body) => enterRun(run, body) };
}
