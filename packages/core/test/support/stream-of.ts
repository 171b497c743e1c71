import {
  contextOf,
  EventStream,
  type CallbackHandler,
  type EventStreamOptions,
  type RunEvent,
  type RunManager,
} from "@rivulet/core";
import { callInRun, startRun, type CancelScope } from "@rivulet/core/runtime";

/** What a stream under test does: counts how often it was started, and keeps the last run. */
export interface TestStream<Output> {
  readonly stream: EventStream<Output>;
  readonly starts: () => number;
  readonly run: () => RunManager;
}

/** An event stream over one run called `root` whose body is given that run. */
export function streamOf<Output>(
  body: (run: RunManager) => Output | PromiseLike<Output>,
  options: EventStreamOptions<RunEvent> = {},
): TestStream<Output> {
  let starts = 0;
  let current: RunManager | undefined;
  const stream = new EventStream<Output>(
    {
      start: async (callbacks: readonly CallbackHandler[], scope: CancelScope) => {
        starts += 1;
        const run = startRun(contextOf(callbacks).withScope(scope), {
          type: "chain",
          name: "root",
          scope,
        });
        current = run;
        return callInRun(run, () => body(run));
      },
    },
    options,
  );
  return {
    stream,
    starts: () => starts,
    run: () => {
      if (current === undefined) throw new Error("The stream has not been started.");
      return current;
    },
  };
}
