import type { RunManager } from "../callbacks/run-manager.ts";
import type { Cancellable } from "../context/cancel-scope.ts";
import { TracedAsyncIterator } from "./traced-async-iterator.ts";

/**
 * An async iterable whose first iterator tells its values as chunks of `run`; further ones are passed through untold. The
 * object may have more to it than its values (a controller, a `tee` method): all of it stays reachable. One that is its own
 * iterator may be asked for values by itself.
 */
export function traceIterable<Chunk>(
  iterable: AsyncIterable<Chunk>,
  run: RunManager,
  finish: (run: RunManager) => void,
): AsyncIterable<Chunk> {
  const iteration = new TracedIteration(iterable, run, finish);
  const iterate = (): AsyncIterator<Chunk> => iteration.iterate();
  return new Proxy(iterable, {
    get(target, key) {
      if (key === Symbol.asyncIterator) return iterate;
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== "function") return value;
      const owner = isStep(key) && "next" in target ? iterate() : target;
      const method: unknown = owner === target ? value : Reflect.get(owner, key);
      return typeof method === "function" ? (method.bind(owner) as unknown) : method;
    },
  });
}

/** The one iteration that a run tells of; until it begins, the run can be cancelled already. */
class TracedIteration<Chunk> implements Cancellable {
  readonly #iterable: AsyncIterable<Chunk>;
  readonly #run: RunManager;
  readonly #finish: (run: RunManager) => void;
  #source: AsyncIterator<Chunk> | undefined;
  #traced: AsyncIterator<Chunk> | undefined;

  constructor(iterable: AsyncIterable<Chunk>, run: RunManager, finish: (run: RunManager) => void) {
    this.#iterable = iterable;
    this.#run = run;
    this.#finish = finish;
    run.scope.add(this);
  }

  iterate(): AsyncIterator<Chunk> {
    const source = this.#iterable[Symbol.asyncIterator]();
    if (this.#traced !== undefined) return source === this.#source ? this.#traced : source;
    this.#run.scope.remove(this);
    const traced = new TracedAsyncIterator(source, { begin: () => this.#run, finish: this.#finish });
    traced.begin();
    this.#source = source;
    this.#traced = traced;
    return traced;
  }

  onCancel(reason: unknown): void {
    this.#run.cancel(reason);
    this.#finish(this.#run);
  }
}

function isStep(key: string | symbol): boolean {
  return key === "next" || key === "return" || key === "throw";
}
