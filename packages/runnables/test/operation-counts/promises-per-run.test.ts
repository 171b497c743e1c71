import type { CallbackHandler } from "@rivulet/core";
import {
  RunnableLambda,
  RunnableParallel,
  type Runnable,
  type RunnableConfig,
} from "@rivulet/runnables";
import { ScriptedChatModel } from "@rivulet/testing";
import { promisesPerRun } from "@rivulet/test-support";

const quiet: CallbackHandler = { on_event: () => undefined };

function increment(value: number): number {
  return value + 1;
}

async function incrementLater(value: number): Promise<number> {
  return value + 1;
}

function sequence(step: () => Runnable<number, number>, steps: number): Runnable<number, number> {
  let runnable = step();
  for (let count = 1; count < steps; count += 1) runnable = runnable.pipe(step());
  return runnable;
}

function parallel(
  branch: () => Runnable<number, number>,
  branches: number,
): Runnable<number, Record<string, number>> {
  return RunnableParallel.from(
    Object.fromEntries(
      Array.from({ length: branches }, (_, index) => [`branch${String(index)}`, branch()]),
    ) as Record<string, Runnable<number, number>>,
  );
}

const lambda = (): Runnable<number, number> => RunnableLambda.from(increment);
const later = (): Runnable<number, number> => RunnableLambda.from(incrementLater);

// The caller's await is among them: it alone makes 1, and awaiting a bare async function makes 2.
describe.each<[string, RunnableConfig]>([
  ["nobody listens", {}],
  ["somebody listens", { callbacks: [quiet] }],
])("the promises of a run that is awaited, where %s,", (_who, config) => {
  it("are at most 2 for a lambda", async () => {
    expect(await promisesPerRun(() => lambda().invoke(1, config))).toBeLessThanOrEqual(2);
  });

  it("are at most 5 for a lambda that is async", async () => {
    expect(await promisesPerRun(() => later().invoke(1, config))).toBeLessThanOrEqual(5);
  });

  it("are at most 2 for a sequence, however many its steps are", async () => {
    for (const steps of [2, 10, 30])
      expect(
        await promisesPerRun(() => sequence(lambda, steps).invoke(1, config)),
      ).toBeLessThanOrEqual(2);
  });

  it("are at most 4 for a sequence, and 5 a step that is async", async () => {
    for (const steps of [2, 10, 30])
      expect(
        await promisesPerRun(() => sequence(later, steps).invoke(1, config)),
      ).toBeLessThanOrEqual(4 + 5 * steps);
  });

  it("are at most 2 for a parallel, however many its branches are", async () => {
    for (const branches of [2, 10, 30])
      expect(
        await promisesPerRun(() => parallel(lambda, branches).invoke(1, config)),
      ).toBeLessThanOrEqual(2);
  });

  it("are at most 5 for a parallel, and 5 a branch that is async", async () => {
    for (const branches of [2, 10, 30])
      expect(
        await promisesPerRun(() => parallel(later, branches).invoke(1, config)),
      ).toBeLessThanOrEqual(5 + 5 * branches);
  });

  it("are at most 12 for a model that gives one chunk", async () => {
    const model = new ScriptedChatModel({ chunks: ["a"] });
    expect(await promisesPerRun(() => model.invoke("x", config))).toBeLessThanOrEqual(12);
  });
});
