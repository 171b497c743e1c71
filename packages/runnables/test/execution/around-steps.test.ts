import { AsyncLocalStorage } from "node:async_hooks";
import { getCurrentRun, traceable, type CallbackHandler } from "@rivulet/core";
import { RunnableParallel, RunnableSequence, type Runnable } from "@rivulet/runnables";

const spans = new AsyncLocalStorage<string>();

/** Makes a span of each run the active one, as a tracer does, and notes which it is inside. */
function createTracer(): { readonly handler: CallbackHandler; readonly pairs: string[] } {
  const pairs: string[] = [];
  const handler: CallbackHandler = {
    around: (run, next) => {
      pairs.push(`${spans.getStore() ?? "nothing"} > ${run.name}`);
      return spans.run(run.name, next);
    },
  };
  return { handler, pairs };
}

function leaf(value: number): number {
  return value + 1;
}

async function lateLeaf(value: number): Promise<number> {
  await Promise.resolve();
  return value + 1;
}

const composites: readonly (readonly [string, Runnable<number, unknown>])[] = [
  ["RunnableSequence", RunnableSequence.from<number, number>([leaf, lateLeaf, leaf])],
  ["RunnableParallel", RunnableParallel.from({ a: leaf, b: lateLeaf, c: leaf })],
];

describe("what is made of steps", () => {
  it.each(composites)("is wrapped by around hooks: %s", async (name, runnable) => {
    const { handler, pairs } = createTracer();
    await runnable.invoke(1, { callbacks: [handler] });

    expect(pairs).toEqual([
      `nothing > ${name}`,
      `${name} > leaf`,
      `${name} > lateLeaf`,
      `${name} > leaf`,
    ]);
  });

  it("has its steps' own code run inside the steps, whether somebody wraps it or not", async () => {
    const seen: string[] = [];
    const note = traceable(
      () => {
        const run = getCurrentRun();
        seen.push(`${String(run?.parentIds.length)} ${run?.name ?? ""}`);
      },
      { name: "note" },
    );
    const step = async (value: number): Promise<number> => {
      note();
      await Promise.resolve();
      note();
      return value;
    };
    const sequence = RunnableSequence.from<number, number>([step, { a: step, b: step }, () => 1]);
    for (const callbacks of [[{ on_event: () => undefined }], [createTracer().handler]]) {
      seen.length = 0;
      await sequence.invoke(1, { callbacks });
      const [inSequence, inParallel] = ["2 note", "3 note"];
      expect(seen).toEqual([inSequence, inSequence, ...Array<unknown>(4).fill(inParallel)]);
    }
  });
});
