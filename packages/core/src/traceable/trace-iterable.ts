import type { RunManager } from "../callbacks/run-manager.ts";
import type { Cancellable } from "../context/cancellable.ts";
import { TracedAsyncIterator } from "./traced-async-iterator.ts";

/**
 * An async iterable whose first iterator tells its values as chunks of `run`; further ones are passed through untold. The
 * object may have more to it than its values (a controller, a `tee` method): all of it stays reachable. One that is its own
 * iterator may be asked for values by itself.
 */
export function traceIterable<Chunk>(
  iterable: AsyncIterable<Chunk>,
  run: RunManager,
): AsyncIterable<Chunk> {
  const iteration = new TracedIteration(iterable, run);
  const iterate = (): AsyncIterator<Chunk> => iteration.iterate();
  return new Proxy(unlocked(iterable), {
    get(_, key) {
      if (key === Symbol.asyncIterator) return iterate;
      const value: unknown = Reflect.get(iterable, key, iterable);
      if (typeof value !== "function") return value;
      if (!isStep(key) || !("next" in iterable)) return value.bind(iterable) as unknown;
      const iterator = iteration.begin();
      return iterator[key].bind(iterator) as unknown;
    },
    set: (_, key, value) => Reflect.set(iterable, key, value),
  });
}

// A proxy may not answer for a property that is fixed; for a copy of it that is not, it may.
function unlocked<Value extends object>(value: Value): Value {
  const properties: PropertyDescriptorMap = Object.getOwnPropertyDescriptors(value);
  let isFixed = false;
  for (const key of Reflect.ownKeys(properties)) {
    const property: PropertyDescriptor = properties[key] ?? {};
    isFixed ||= !property.configurable;
    property.configurable = true;
  }
  return isFixed
    ? (Object.create(Object.getPrototypeOf(value) as object | null, properties) as Value)
    : value;
}

/** The one iteration that a run tells of; until it begins, the run can be cancelled already. */
class TracedIteration<Chunk> implements Cancellable {
  readonly #iterable: AsyncIterable<Chunk>;
  readonly #run: RunManager;
  #source: AsyncIterator<Chunk> | undefined;
  #traced: TracedAsyncIterator<Chunk, unknown, undefined> | undefined;

  constructor(iterable: AsyncIterable<Chunk>, run: RunManager) {
    this.#iterable = iterable;
    this.#run = run;
    run.scope.add(this);
  }

  iterate(): AsyncIterator<Chunk> {
    const source = this.#iterable[Symbol.asyncIterator]();
    const isFirst = this.#traced === undefined || source === this.#source;
    return isFirst ? this.begin(source) : source;
  }

  /** The traced iterator; made, from `source`, when it is asked for first. */
  begin(
    source = this.#iterable[Symbol.asyncIterator](),
  ): TracedAsyncIterator<Chunk, unknown, undefined> {
    if (this.#traced !== undefined) return this.#traced;
    this.#run.scope.remove(this);
    this.#source = source;
    this.#traced = new TracedAsyncIterator(source, () => this.#run);
    this.#traced.begin();
    return this.#traced;
  }

  onCancel(reason: unknown): void {
    this.#run.cancel(reason);
    this.#run.scope.close();
  }
}

function isStep(key: string | symbol): key is "next" | "return" | "throw" {
  return key === "next" || key === "return" || key === "throw";
}
