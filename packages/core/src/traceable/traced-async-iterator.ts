import { closeFailedRun } from "../callbacks/close-failed-run.ts";
import { enterRun } from "../callbacks/enter-run.ts";
import type { RunManager } from "../callbacks/run-manager.ts";
import { processSettings } from "../callbacks/process-listeners.ts";
import { settle, waitAtMost } from "../callbacks/settle.ts";
import type { Cancellable } from "../context/cancellable.ts";
import { RunCancelledError } from "../errors/run-cancelled-error.ts";
import { ChunkAccumulator } from "../util/chunk-accumulator.ts";

/**
 * Gives the run that a traced iterator tells of, whose scope is its own. Called when the first value is asked for, and no earlier:
 * an iterator that nobody reads starts no run.
 */
export type BeginRun = () => RunManager;

/**
 * An async iterator that tells each value of another one as a chunk of a run. The run ends when the values do; it fails
 * when they do; it is cancelled when the consumer returns early or the run's scope is cancelled, after the iterator's
 * `finally` blocks. A consumer that was busy when the scope was cancelled is thrown the reason by its next `next()`.
 */
export class TracedAsyncIterator<Chunk, Return, Sent>
  implements AsyncGenerator<Chunk, Return, Sent>, Cancellable
{
  readonly [Symbol.toStringTag] = "AsyncGenerator";
  readonly #iterator: AsyncIterator<Chunk, Return, Sent>;
  readonly #beginRun: BeginRun;
  #run: RunManager | undefined;
  #total: ChunkAccumulator | undefined;
  #closing: Promise<IteratorResult<Chunk, Return> | undefined> | undefined;
  #returned: Return | PromiseLike<Return> | undefined;
  #untoldReason: { readonly reason: unknown } | undefined;
  #hasLeft = false;
  #isClosed = false;

  constructor(iterator: AsyncIterator<Chunk, Return, Sent>, beginRun: BeginRun) {
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

  async next(...sent: [] | [Sent]): Promise<IteratorResult<Chunk, Return>> {
    if (this.#isClosed) return this.#nextAfterEnd();
    const run = this.begin();
    return this.#advance(run, () => this.#iterator.next(...sent));
  }

  async return(value: Return | PromiseLike<Return>): Promise<IteratorResult<Chunk, Return>> {
    const run = this.#run;
    if (run === undefined) {
      this.#isClosed = true;
      return (await this.#iterator.return?.(value)) ?? { done: true, value: await value };
    }
    this.#untoldReason = undefined;
    if (!this.#isClosed) {
      this.#hasLeft = true;
      this.#returned = value;
      run.scope.cancel(
        new RunCancelledError(
          `${run.name} was cancelled because its consumer left before the end.`,
        ),
      );
    }
    return (await this.#closing) ?? { done: true, value: await value };
  }

  async throw(error: unknown): Promise<IteratorResult<Chunk, Return>> {
    const { throw: rethrow } = this.#iterator;
    if (this.#run === undefined || this.#isClosed || rethrow === undefined) {
      await this.return(undefined as Return);
      throw error;
    }
    return this.#advance(this.#run, () => rethrow.call(this.#iterator, error));
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return(undefined as Return);
  }

  onCancel(reason: unknown): void {
    const run = this.#run;
    if (run === undefined || this.#isClosed) return;
    if (!this.#hasLeft) this.#untoldReason = { reason };
    this.#closing = this.#close(run).finally(() => {
      this.#finish(run, () => {
        run.cancel(reason);
      });
    });
    this.#closing.catch(() => undefined);
  }

  async #advance(
    run: RunManager,
    step: () => Promise<IteratorResult<Chunk, Return>>,
  ): Promise<IteratorResult<Chunk, Return>> {
    try {
      if (run.isHeld) await run.whenReleased();
      if (run.scope.isCancelled) throw run.scope.reason;
      // An iterator of the user's own may answer without a promise, as `for await` allows.
      const result = await settle(Promise.resolve(enterRun(run, step)), run.scope);
      if (result.done === true) await this.#end(run, result.value);
      else {
        this.#total?.add(result.value);
        run.stream(result.value);
      }
      return result;
    } catch (error) {
      // Not where nothing is closing: a later value that was asked for already would end the run before this failure does.
      if (this.#closing !== undefined) await this.#closing.catch(() => undefined);
      this.#finish(run, () => {
        closeFailedRun(run, error);
      });
      if (this.#hasLeft) return endOfIteration<Return>();
      this.#untoldReason = undefined;
      throw error;
    }
  }

  async #end(run: RunManager, value: Return): Promise<void> {
    this.#isClosed = true;
    run.scope.remove(this);
    run.end(value === undefined ? this.#total?.value : value);
    if (run.isHeld) await run.whenReleased();
    run.scope.close();
  }

  async #nextAfterEnd(): Promise<IteratorResult<Chunk, Return>> {
    const untold = this.#untoldReason;
    this.#untoldReason = undefined;
    if (untold !== undefined) throw untold.reason;
    return endOfIteration<Return>();
  }

  async #close(run: RunManager): Promise<IteratorResult<Chunk, Return> | undefined> {
    const closing = enterRun(run, () => this.#iterator.return?.(this.#returned as Return));
    if (closing === undefined) return undefined;
    return waitAtMost(Promise.resolve(closing), processSettings.cancelTimeoutMs);
  }

  #finish(run: RunManager, tell: () => void): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    run.scope.remove(this);
    tell();
    run.scope.close();
  }
}

function endOfIteration<Return>(): IteratorReturnResult<Return> {
  return { done: true, value: undefined as Return };
}
