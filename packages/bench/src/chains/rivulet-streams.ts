import { getCurrentRun } from "@rivulet/core";
import {
  RunnableGenerator,
  RunnableParallel,
  RunnableSequence,
  type Runnable,
} from "@rivulet/runnables";
import { rivuletTextChain } from "./rivulet-chain.ts";

/** So many branches side by side, each a scripted model | string parser. */
export function rivuletStreamingParallel(
  texts: Iterable<string>,
  branches: number,
): Runnable<string, Readonly<Record<string, string>>> {
  const steps = Object.fromEntries(
    Array.from({ length: branches }, (_, index) => [
      `key${String(index)}`,
      rivuletTextChain(texts),
    ]),
  );
  return RunnableParallel.from<string, typeof steps>(steps);
}

/** A source of numbers and `hops` steps that add one to each, all async generators as a user writes them. */
export function rivuletGeneratorChain(hops: number): Runnable<number, number> {
  const names = Array.from({ length: hops }, (_, index) => `hop${String(index)}`);
  return RunnableSequence.from<number, number>([
    new RunnableGenerator(countUp, { name: "countUp" }),
    ...names.map((name) => new RunnableGenerator(createHop(name), { name })),
  ]);
}

async function* countUp(limits: AsyncIterable<number>): AsyncGenerator<number> {
  const id = checkRun("countUp");
  for await (const limit of limits) {
    for (let value = 0; value < limit; value += 1) {
      yield value;
      checkRun("countUp", id);
    }
  }
}

function createHop(name: string): (values: AsyncIterable<number>) => AsyncGenerator<number> {
  return async function* hop(values) {
    const id = checkRun(name);
    for await (const value of values) {
      checkRun(name, id);
      yield value + 1;
      checkRun(name, id);
    }
  };
}

// Of a step, the ambient run is its own: when its body begins, after each `yield`, and after each chunk that it waited for.
function checkRun(name: string, id?: string): string {
  const run = getCurrentRun();
  if (run === undefined || run.name !== name || (id !== undefined && run.id !== id)) {
    throw new Error(`Inside ${name} the ambient run was ${run?.name ?? "none"}.`);
  }
  return run.id;
}
