import type { CallbackHandler } from "@rivulet/core";
import {
  RunnableLambda,
  RunnableParallel,
  RunnableSequence,
  type Runnable,
} from "@rivulet/runnables";

/** Something to invoke with listeners, and what it is called. */
export interface RivuletRuns {
  readonly what: string;
  readonly invoke: (callbacks: readonly CallbackHandler[]) => Promise<unknown>;
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
    what: `${String(branches)} parallel branches`,
    invoke: (callbacks) => parallel.invoke(1, { callbacks }),
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
    what: `${String(depth)} nested sequences`,
    invoke: (callbacks) => outermost.invoke(1, { callbacks }),
  };
}
