import { createHook } from "node:async_hooks";
import {
  RunnableLambda,
  RunnableParallel,
  RunnableSequence,
  type Runnable,
} from "@rivulet/runnables";

/** How many promises are made until the output of one call of `invoke`, with one listener, is there. */
async function promisesOf(runnable: Runnable<number, unknown>): Promise<number> {
  let promises = 0;
  const hook = createHook({
    init: (_id, type) => {
      if (type === "PROMISE") promises += 1;
    },
  });
  const callbacks = [{ on_event: () => undefined }];
  await runnable.invoke(1, { callbacks });
  hook.enable();
  await runnable.invoke(1, { callbacks });
  hook.disable();
  return promises;
}

const synchronous = RunnableLambda.from((value: number) => value + 1);
const asynchronous = RunnableLambda.from(async (value: number) => value + 1);

function parallel(branches: number, step: Runnable<number, number>): Runnable<number, unknown> {
  const keys = Array.from({ length: branches }, (_, index) => `key${String(index)}`);
  return RunnableParallel.from<number, Record<string, Runnable<number, number>>>(
    Object.fromEntries(keys.map((key) => [key, step])),
  );
}

function sequence(length: number, step: Runnable<number, number>): Runnable<number, unknown> {
  return RunnableSequence.from<number, number>(Array.from({ length }, () => step));
}

function nested(depth: number, step: Runnable<number, number>): Runnable<number, unknown> {
  let runnable = step;
  for (let level = 0; level < depth; level += 1)
    runnable = RunnableSequence.from<number, number>([step, runnable]);
  return runnable;
}

describe("invoke of synchronous functions", () => {
  it.each([
    ["a lambda", synchronous],
    ["a sequence of 100", sequence(100, synchronous)],
    ["100 branches", parallel(100, synchronous)],
    ["100 sequences in one another", nested(100, synchronous)],
    [
      "each of a list",
      RunnableLambda.from((value: number) => Array(100).fill(value)).pipe(synchronous.map()),
    ],
  ] as [string, Runnable<number, unknown>][])(
    "makes the promise that it gives and none for its runs: %s",
    async (_what, runnable) => {
      // The `await` in this test makes two more.
      expect(await promisesOf(runnable)).toBeLessThanOrEqual(3);
    },
  );
});

describe("invoke of asynchronous functions", () => {
  it.each([
    ["a sequence", 100, sequence(100, asynchronous)],
    ["branches", 100, parallel(100, asynchronous)],
  ] as [string, number, Runnable<number, unknown>][])(
    "makes at most 5 promises for each run of %s, the function's own among them",
    async (_what, runs, runnable) => {
      const promises = await promisesOf(runnable);
      expect(promises).toBeGreaterThanOrEqual(runs);
      expect(promises).toBeLessThanOrEqual(5 * runs + 10);
    },
  );
});
