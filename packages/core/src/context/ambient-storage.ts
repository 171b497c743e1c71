/** Carries a value along synchronous and asynchronous calls: how a run knows the run that it was started in. */
export interface AmbientStorage<Value> {
  /** The value of the innermost `run` around the caller. Never throws. */
  get(): Value | undefined;
  /** Calls `body` with `value` as the ambient value and returns what `body` returns. */
  run<Result>(value: Value | undefined, body: () => Result): Result;
  /** A function that calls bodies with what is ambient right now: for bodies that are called piece by piece. */
  capture(): <Result>(body: () => Result) => Result;
}
