import { isPromiseLike, type CancelScope, type PromiseOrValue } from "@rivulet/core/runtime";

/** Where the tasks run. */
export interface RunAllOptions {
  /** What cancels them all, and nothing else: it is cancelled when one fails, and closed when all are done. */
  readonly group: CancelScope;
  /** How many may be open at a time; all of them when absent. */
  readonly maxConcurrency: number | undefined;
}

/**
 * Runs a task for each item and gives the results in the items' order. When one fails, those that are open are cancelled,
 * those that have not begun never do, and once all have come to rest the failure is thrown: nothing is left behind.
 */
export function runAll<Item, Result>(
  items: readonly Item[],
  { group, maxConcurrency = items.length }: RunAllOptions,
  task: (item: Item) => PromiseOrValue<Result>,
): PromiseOrValue<Result[]> {
  return new TaskGroup(items, group, task).run(maxConcurrency);
}

class TaskGroup<Item, Result> {
  readonly #items: readonly Item[];
  readonly #scope: CancelScope;
  readonly #task: (item: Item) => PromiseOrValue<Result>;
  readonly #results: Result[] = [];
  #next = 0;
  #open = 0;
  #failure: { readonly error: unknown } | undefined;
  #onSettled: (() => void) | undefined;

  constructor(
    items: readonly Item[],
    scope: CancelScope,
    task: (item: Item) => PromiseOrValue<Result>,
  ) {
    this.#items = items;
    this.#scope = scope;
    this.#task = task;
  }

  run(maxConcurrency: number): PromiseOrValue<Result[]> {
    // As many as may be open begin together, also when the first of them fails at once.
    const together = Math.min(maxConcurrency, this.#items.length);
    for (let index = 0; index < together; index += 1) this.#begin();
    this.#goOn(maxConcurrency);
    if (this.#open === 0) return this.#finish();
    return new Promise((resolve, reject) => {
      this.#onSettled = () => {
        this.#goOn(maxConcurrency);
        if (this.#open > 0) return;
        try {
          resolve(this.#finish());
        } catch (error) {
          reject(error);
        }
      };
    });
  }

  #goOn(maxConcurrency: number): void {
    const { length } = this.#items;
    while (this.#failure === undefined && this.#next < length && this.#open < maxConcurrency)
      this.#begin();
    if (this.#failure !== undefined) this.#scope.cancel(this.#failure.error);
  }

  #begin(): void {
    const index = this.#next;
    this.#next += 1;
    try {
      const result = this.#task(this.#items[index] as Item);
      if (isPromiseLike(result)) this.#await(index, result);
      else this.#results[index] = result;
    } catch (error) {
      this.#failure ??= { error };
    }
  }

  #await(index: number, result: PromiseLike<Result>): void {
    this.#open += 1;
    result.then(
      (value) => {
        this.#results[index] = value;
        this.#settleOne();
      },
      (error: unknown) => {
        this.#failure ??= { error };
        this.#settleOne();
      },
    );
  }

  #settleOne(): void {
    this.#open -= 1;
    this.#onSettled?.();
  }

  #finish(): Result[] {
    this.#scope.close();
    if (this.#failure !== undefined) throw this.#failure.error;
    return this.#results;
  }
}
