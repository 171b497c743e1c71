import type { CallbackHandler } from "@rivulet/core";
import {
  RunnableLambda,
  RunnableParallel,
  RunnableSequence,
  type Runnable,
} from "@rivulet/runnables";

/** Something that makes many runs. */
export interface RivuletRuns {
  readonly invoke: (callbacks: readonly CallbackHandler[]) => Promise<unknown>;
  readonly streamEvents: () => AsyncIterable<{ readonly event: string }>;
}

/** Adds one. */
export const rivuletLambda: Runnable<number, number> = RunnableLambda.from(
  (value: number) => value + 1,
);

/** So many lambdas side by side. */
export function rivuletParallel(branches: number): RivuletRuns {
  const steps = Object.fromEntries(
    Array.from({ length: branches }, (_, index) => [`key${String(index)}`, rivuletLambda]),
  );
  const parallel = RunnableParallel.from<number, typeof steps>(steps);
  return {
    invoke: (callbacks) => parallel.invoke(1, { callbacks }),
    streamEvents: () => parallel.streamEvents(1),
  };
}

/** Sequences in sequences, `depth` of them, each a lambda and the one below. */
export function rivuletNested(depth: number): RivuletRuns {
  let runnable = rivuletLambda;
  for (let level = 0; level < depth; level += 1) {
    runnable = RunnableSequence.from<number, [typeof rivuletLambda, typeof runnable]>([
      rivuletLambda,
      runnable,
    ]);
  }
  const outermost = runnable;
  return {
    invoke: (callbacks) => outermost.invoke(1, { callbacks }),
    streamEvents: () => outermost.streamEvents(1),
  };
}

/** A handler that counts events. */
export function rivuletListener(): {
  readonly handler: CallbackHandler;
  readonly count: () => number;
} {
  let events = 0;
  const handler: CallbackHandler = {
    on_event: () => {
      events += 1;
    },
  };
  return { handler, count: () => events };
}
