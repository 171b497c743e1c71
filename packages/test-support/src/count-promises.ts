import { createHook } from "node:async_hooks";

/**
 * How many promises are made while `work` runs. Those are among them that V8 makes for each `await` as long as somebody counts;
 * without a hook it does not. The fewest of three rounds, since something else in the process may make one as well.
 */
export async function countPromises(work: () => unknown): Promise<number> {
  const counts: number[] = [];
  for (let round = 0; round < 3; round += 1) counts.push(await countOnce(work));
  return Math.min(...counts);
}

/** How many more promises `work` makes for each unit more. What it makes to begin and to end is left out. */
export async function promisesPerUnit(work: (units: number) => unknown): Promise<number> {
  const [few, many] = [20, 120];
  // What is made once in a process is made here.
  await work(few);
  const ofFew = await countPromises(() => work(few));
  const ofMany = await countPromises(() => work(many));
  return (ofMany - ofFew) / (many - few);
}

/** How many promises a run makes, the one that V8 makes for its caller's `await` included. */
export function promisesPerRun(run: () => unknown): Promise<number> {
  return promisesPerUnit(async (runs) => {
    for (let index = 0; index < runs; index += 1) await run();
  });
}

async function countOnce(work: () => unknown): Promise<number> {
  let promises = 0;
  const hook = createHook({
    init(_id, type) {
      if (type === "PROMISE") promises += 1;
    },
  });
  hook.enable();
  try {
    await work();
  } finally {
    hook.disable();
  }
  return promises;
}
