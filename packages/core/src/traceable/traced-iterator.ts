import { closeFailedRun } from "../callbacks/close-failed-run.ts";
import { enterRun } from "../callbacks/enter-run.ts";
import type { RunManager } from "../callbacks/run-manager.ts";
import type { Cancellable } from "../context/cancellable.ts";
import { RunCancelledError } from "../errors/run-cancelled-error.ts";
import { ChunkAccumulator } from "../util/chunk-accumulator.ts";
import type { BeginRun } from "./traced-async-iterator.ts";

/**
 * The counterpart of {@link TracedAsyncIterator} for synchronous generators: tells each value as a chunk of a run. It cannot wait, so
 * awaited listeners and full consumers do not hold it.
 */
export class TracedIterator<Chunk, Return, Sent>
  implements Generator<Chunk, Return, Sent>, Cancellable
{
  readonly [Symbol.toStringTag] = "Generator";
  readonly #iterator: Generator<Chunk, Return, Sent>;
  readonly #beginRun: BeginRun;
  #run: RunManager | undefined;
  #total: ChunkAccumulator | undefined;
  #untoldReason: { readonly reason: unknown } | undefined;
  #isRunning = false;
  #isClosed = false;

  constructor(iterator: Generator<Chunk, Return, Sent>, beginRun: BeginRun) {
    this.#iterator = iterator;
    this.#beginRun = beginRun;
  }

  /** Begins the run, if it has not begun: also for a run that is open before anybody asks for a value. */
  begin(): RunManager {
    if (this.#run !== undefined) return this.#run;
    const run = this.#beginRun();
    this.#run = run;
    this.#total = run.hears("end") ? new ChunkAccumulator() : undefined;
    run.scope.add(this);
    return run;
  }

  next(...sent: [] | [Sent]): IteratorResult<Chunk, Return> {
    const run = this.#isClosed ? undefined : this.begin();
    // Closed now, too, when it began in a scope that was cancelled before.
    if (run === undefined || this.#isClosed) return this.#nextAfterEnd();
    return this.#advance(run, () => this.#iterator.next(...sent));
  }

  return(value: Return): IteratorResult<Chunk, Return> {
    const run = this.#run;
    this.#untoldReason = undefined;
    if (run === undefined || this.#isClosed) {
      this.#isClosed = true;
      return this.#iterator.return(value);
    }
    try {
      return enterRun(run, () => this.#iterator.return(value));
    } finally {
      this.#finish(run, () => {
        run.cancel(
          new RunCancelledError(
            `${run.name} was cancelled because its consumer left before the end.`,
          ),
        );
      });
    }
  }

  throw(error: unknown): IteratorResult<Chunk, Return> {
    if (this.#run === undefined || this.#isClosed) {
      this.return(undefined as Return);
      throw error;
    }
    return this.#advance(this.#run, () => this.#iterator.throw(error));
  }

  [Symbol.iterator](): this {
    return this;
  }

  [Symbol.dispose](): void {
    this.return(undefined as Return);
  }

  onCancel(reason: unknown): void {
    const run = this.#run;
    if (run === undefined || this.#isClosed || this.#isRunning) return;
    this.#untoldReason = { reason };
    this.#cancel(run, reason);
  }

  #advance(
    run: RunManager,
    step: () => IteratorResult<Chunk, Return>,
  ): IteratorResult<Chunk, Return> {
    const result = this.#step(run, step);
    if (run.scope.isCancelled) {
      this.#cancel(run, run.scope.reason);
      throw run.scope.reason;
    }
    if (result.done === true) {
      this.#finish(run, () => {
        run.end(result.value === undefined ? this.#total?.value : result.value);
      });
    } else {
      this.#total?.add(result.value);
      run.stream(result.value);
    }
    return result;
  }

  #step(run: RunManager, step: () => IteratorResult<Chunk, Return>): IteratorResult<Chunk, Return> {
    this.#isRunning = true;
    try {
      return enterRun(run, step);
    } catch (error) {
      this.#finish(run, () => {
        closeFailedRun(run, error);
      });
      throw error;
    } finally {
      this.#isRunning = false;
    }
  }

  #nextAfterEnd(): IteratorResult<Chunk, Return> {
    const untold = this.#untoldReason;
    this.#untoldReason = undefined;
    if (untold !== undefined) throw untold.reason;
    return { done: true, value: undefined as Return };
  }

  #cancel(run: RunManager, reason: unknown): void {
    try {
      enterRun(run, () => this.#iterator.return(undefined as Return));
    } catch {
      // What its `finally` blocks throw has nobody to go to: the consumer is thrown the reason.
    }
    this.#finish(run, () => {
      run.cancel(reason);
    });
  }

  #finish(run: RunManager, tell: () => void): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    run.scope.remove(this);
    tell();
    run.scope.close();
  }
}
