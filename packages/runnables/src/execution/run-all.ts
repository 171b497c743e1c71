import { CancelScope } from "@rivulet/core";

/** Where the tasks run. */
export interface RunAllOptions {
  /** What cancels them all. */
  readonly scope: CancelScope;
  /** How many may be open at a time; all of them when absent. */
  readonly maxConcurrency: number | undefined;
}

/**
 * Runs a task for each item and gives the results in the items' order. When one fails, those that are open are cancelled,
 * those that have not begun never do, and once all have come to rest the failure is thrown: nothing is left behind.
 */
export async function runAll<Item, Result>(
  items: readonly Item[],
  { scope, maxConcurrency = items.length }: RunAllOptions,
  task: (item: Item, scope: CancelScope) => Promise<Result>,
): Promise<Result[]> {
  const group = new CancelScope(scope);
  const results: Result[] = [];
  let failure: { readonly error: unknown } | undefined;
  const pending = items.entries();
  const work = async (): Promise<void> => {
    for (const [index, item] of pending) {
      if (failure !== undefined) return;
      try {
        results[index] = await task(item, group);
      } catch (error) {
        failure ??= { error };
        group.cancel(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(maxConcurrency, items.length) }, work));
  group.close();
  if (failure !== undefined) throw failure.error;
  return results;
}
