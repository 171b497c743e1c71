import { enterRun } from "../callbacks/enter-run.ts";
import type { RunManager } from "../callbacks/run-manager.ts";
import { RunCancelledError } from "../errors/run-cancelled-error.ts";
import { ChunkAccumulator } from "../util/chunk-accumulator.ts";
import type { IterationTrace } from "./traced-async-iterator.ts";

/**
 * The synchronous counterpart of {@link TracedAsyncIterator}: tells each value as a chunk of a run. It cannot wait, so
 * awaited listeners and full consumers do not hold it.
 */
export class TracedIterator<Chunk, Return, Sent> implements Generator<Chunk, Return, Sent> {
  readonly [Symbol.toStringTag] = "Generator";
  readonly #iterator: Iterator<Chunk, Return, Sent>;
  readonly #trace: IterationTrace;
  readonly #total = new ChunkAccumulator();
  #run: RunManager | undefined;
  #isClosed = false;

  constructor(iterator: Iterator<Chunk, Return, Sent>, trace: IterationTrace) {
    this.#iterator = iterator;
    this.#trace = trace;
  }

  next(...sent: [] | [Sent]): IteratorResult<Chunk, Return> {
    if (this.#isClosed) return this.#iterator.next(...sent);
    const run = (this.#run ??= this.#trace.begin());
    return this.#advance(run, () => this.#iterator.next(...sent));
  }

  return(value: Return): IteratorResult<Chunk, Return> {
    const run = this.#run;
    if (run === undefined || this.#isClosed) {
      this.#isClosed = true;
      return this.#iterator.return?.(value) ?? { done: true, value };
    }
    try {
      return enterRun(run, () => this.#iterator.return?.(value)) ?? { done: true, value };
    } finally {
      this.#finish(run, () => {
        run.cancel(new RunCancelledError(`${run.name} was cancelled because its consumer left before the end.`));
      });
    }
  }

  throw(error: unknown): IteratorResult<Chunk, Return> {
    const { throw: rethrow } = this.#iterator;
    if (this.#run === undefined || this.#isClosed || rethrow === undefined) {
      this.return(undefined as Return);
      throw error;
    }
    return this.#advance(this.#run, () => rethrow.call(this.#iterator, error));
  }

  [Symbol.iterator](): this {
    return this;
  }

  [Symbol.dispose](): void {
    this.return(undefined as Return);
  }

  #advance(run: RunManager, step: () => IteratorResult<Chunk, Return>): IteratorResult<Chunk, Return> {
    try {
      const result = enterRun(run, step);
      if (result.done === true) {
        this.#finish(run, () => {
          run.end(result.value === undefined ? this.#total.value : result.value);
        });
      } else {
        if (run.hears("end")) this.#total.add(result.value);
        run.stream(result.value);
      }
      return result;
    } catch (error) {
      this.#finish(run, () => {
        run.error(error);
      });
      throw error;
    }
  }

  #finish(run: RunManager, tell: () => void): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    tell();
    this.#trace.finish(run);
  }
}
