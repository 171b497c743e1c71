import type { CancelScope } from "../context/cancel-scope.ts";
import { isPromiseLike } from "../util/is-promise-like.ts";
import type { PromiseOrValue } from "../util/promise-or-value.ts";
import { endAfter, endWithin } from "./end-later.ts";
import { endRun, failRun } from "./end-run.ts";
import type { RunManager } from "./run-manager.ts";

/** What a run executes. */
export type RunBody<Output> = (run: RunManager) => Output | PromiseLike<Output>;

// A body that is synchronous runs within the call that began it, and so does every run inside it. Some hundreds of runs in
// one another would overflow the stack: past this many, one is left to a microtask.
const maxSynchronousBodies = 200;
let synchronousBodies = 0;

// The promise that a run gave last inside the body at hand, and the scope with which that runs out. A body that gives the very
// promise on, as one does whose last step is a run, need not be watched a second time in that scope: 15 % of a run at a depth
// of 500. Known only until the body returns, so that nothing is kept.
let innerPromise: unknown;
let innerScope: CancelScope | undefined;

/**
 * Calls a function as the whole body of a run, as `callInRun` does, but makes no promise where nothing waits: gives the
 * output itself, and throws, when the body is synchronous. On Node 20 each promise costs some 130 ns where
 * `AsyncLocalStorage` is in use.
 *
 * It does not make the run the ambient one: a body that calls user code does, by `enterRun`.
 *
 * @throws what `body` throws; the scope's reason when the scope was cancelled. Rejects with the same when it gave a promise.
 */
// Functions that are called for each run have no closures in them: V8 makes an object for what those capture, at each call.
export function runBody<Output>(
  run: RunManager,
  body: RunBody<Output>,
  ownScope?: CancelScope,
): PromiseOrValue<Output> {
  if (run.isHeld || synchronousBodies >= maxSynchronousBodies)
    return runBodyLater(run, body, ownScope);
  return callBody(run, body, ownScope);
}

function runBodyLater<Output>(
  run: RunManager,
  body: RunBody<Output>,
  ownScope: CancelScope | undefined,
): Promise<Output> {
  const ready = run.isHeld ? run.whenReleased() : Promise.resolve();
  return giveOut(
    run,
    ready.then(() => callBody(run, body, ownScope)),
  );
}

function callBody<Output>(
  run: RunManager,
  body: RunBody<Output>,
  ownScope: CancelScope | undefined,
): PromiseOrValue<Output> {
  if (run.scope.isCancelled) return failRun(run, run.scope.reason, ownScope);
  // A body that calls another run at once waits for its own promise only after that one does.
  const order = run.tree.nextSeq;
  let result: PromiseOrValue<Output>;
  let isWatched = false;
  synchronousBodies += 1;
  try {
    result = body(run);
    isWatched = result === innerPromise && innerScope === run.scope;
  } catch (error) {
    return failRun(run, error, ownScope);
  } finally {
    synchronousBodies -= 1;
    innerPromise = undefined;
    innerScope = undefined;
  }
  if (!isPromiseLike(result)) return endRun(run, result, ownScope);
  return giveOut(
    run,
    isWatched ? endAfter(run, result, ownScope) : endWithin(run, result, { order, ownScope }),
  );
}

function giveOut<Given>(run: RunManager, promise: Given): Given {
  if (synchronousBodies > 0) {
    innerPromise = promise;
    innerScope = run.scope;
  }
  return promise;
}
