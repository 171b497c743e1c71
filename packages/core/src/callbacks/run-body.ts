import type { CancelScope } from "../context/cancel-scope.ts";
import { isPromiseLike } from "../util/is-promise-like.ts";
import type { PromiseOrValue } from "../util/promise-or-value.ts";
import { endRun, failRun } from "./end-run.ts";
import type { RunManager } from "./run-manager.ts";
import { whenSettled, type OutcomeObserver } from "./settle.ts";

/** What a run executes. */
export type RunBody<Output> = (run: RunManager) => Output | PromiseLike<Output>;

// A body that is synchronous runs within the call that began it, and so does every run inside it. Some hundreds of runs in
// one another would overflow the stack: past this many, one is left to a microtask.
const maxSynchronousBodies = 200;
let synchronousBodies = 0;

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
  return ready.then(() => callBody(run, body, ownScope));
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
  synchronousBodies += 1;
  try {
    result = body(run);
  } catch (error) {
    return failRun(run, error, ownScope);
  } finally {
    synchronousBodies -= 1;
  }
  return isPromiseLike(result)
    ? waitForBody(run, result, { order, ownScope })
    : endRun(run, result, ownScope);
}

function waitForBody<Output>(
  run: RunManager,
  result: PromiseLike<Output>,
  { order, ownScope }: { readonly order: number; readonly ownScope: CancelScope | undefined },
): Promise<Output> {
  return new Promise((resolve, reject) => {
    whenSettled(result, new LaterEnd(run, ownScope, { resolve, reject }), order);
  });
}

interface Caller<Output> {
  readonly resolve: (output: PromiseOrValue<Output>) => void;
  readonly reject: (cause: unknown) => void;
}

/** Ends a run whose body gave a promise, and lets its caller know. */
class LaterEnd<Output> implements OutcomeObserver<Output> {
  readonly #run: RunManager;
  readonly #ownScope: CancelScope | undefined;
  readonly #caller: Caller<Output>;

  constructor(run: RunManager, ownScope: CancelScope | undefined, caller: Caller<Output>) {
    this.#run = run;
    this.#ownScope = ownScope;
    this.#caller = caller;
  }

  get scope(): CancelScope {
    return this.#run.scope;
  }

  onValue(output: Output): void {
    this.#caller.resolve(endRun(this.#run, output, this.#ownScope));
  }

  onError(error: unknown): void {
    try {
      this.#caller.resolve(failRun(this.#run, error, this.#ownScope));
    } catch (cause) {
      this.#caller.reject(cause);
    }
  }
}
