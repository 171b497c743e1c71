import { InvalidArgumentError } from "@rivulet/core";

/** What a scripted component does when it is called. */
export interface Script<Chunk> {
  /** What it streams, in order. */
  readonly chunks: readonly Chunk[];
  /** Milliseconds before each chunk. Without it chunks follow each other at once. */
  readonly delayMs?: number;
  /** Fails in the place of this chunk (0 is the first; the number of chunks is after the last). */
  readonly failAt?: number;
  /** What it fails with; by default an `Error` that says where. */
  readonly error?: unknown;
  /** Stops in the place of this chunk until it is aborted. */
  readonly stallAt?: number;
  /** Does not stop when it is aborted: stalls for ever, and goes on with its chunks. */
  readonly ignoresSignal?: boolean;
}

/** How a script is played; `chunks` are what it plays. */
export type ScriptSettings = Omit<Script<unknown>, "chunks">;

/** Whoever may abort a script. The signal is read only where the script waits: making one has its price. */
export interface Abortable {
  readonly signal?: AbortSignal | undefined;
}

/**
 * Refuses a script that could not be played.
 *
 * @throws {@link InvalidArgumentError} when a position is none of its chunks, or the delay no number of milliseconds.
 */
export function checkScript<Chunk>(script: Script<Chunk>): Script<Chunk> {
  return checkSettings(script, script.chunks.length);
}

/**
 * Refuses settings that no script could be played with.
 *
 * @throws {@link InvalidArgumentError} when a position is beyond `count`, or the delay no number of milliseconds.
 */
export function checkSettings<Settings extends ScriptSettings>(
  settings: Settings,
  count = Number.MAX_SAFE_INTEGER,
): Settings {
  for (const key of ["failAt", "stallAt"] as const) {
    const at = settings[key];
    if (at === undefined || (Number.isInteger(at) && at >= 0 && at <= count)) continue;
    throw InvalidArgumentError.of(
      `${key} was`,
      at,
      `the index of a chunk, from 0 to ${String(count)}`,
    );
  }
  const { delayMs } = settings;
  if (delayMs !== undefined && !(Number.isFinite(delayMs) && delayMs >= 0)) {
    throw InvalidArgumentError.of("delayMs was", delayMs, "a number of milliseconds");
  }
  return settings;
}

/**
 * Plays a script: gives its chunks, waits, fails or stalls as it says, and stops when `owner` aborts a wait. An iterator made
 * by hand: an async generator makes four promises a chunk where this makes one, and would be most of what a benchmark sees.
 */
export function playScript<Chunk>(
  script: Script<Chunk>,
  owner: Abortable,
): AsyncIterableIterator<Chunk, undefined> {
  return new ScriptPlayer(script, owner);
}

type Result<Chunk> = IteratorResult<Chunk, undefined>;

class ScriptPlayer<Chunk> implements AsyncIterableIterator<Chunk, undefined> {
  readonly #script: Script<Chunk>;
  readonly #waker: Abortable;
  #index = 0;
  #isDone = false;
  #waiting: Promise<Result<Chunk>> | undefined;

  constructor(script: Script<Chunk>, owner: Abortable) {
    this.#script = script;
    this.#waker = script.ignoresSignal === true ? {} : owner;
  }

  next(): Promise<Result<Chunk>> {
    const { delayMs, failAt, stallAt } = this.#script;
    const index = this.#index;
    if (!this.#isDone && (delayMs !== undefined || index === failAt || index === stallAt))
      return (this.#waiting = this.#nextAfterWait());
    return Promise.resolve(this.#take());
  }

  /** Like a generator's: waits for the chunk that has been asked for. */
  async return(): Promise<Result<Chunk>> {
    await this.#waiting?.catch(() => undefined);
    this.#isDone = true;
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #take(): Result<Chunk> {
    const { chunks } = this.#script;
    this.#isDone ||= this.#index >= chunks.length;
    if (this.#isDone) return { done: true, value: undefined };
    const value = chunks[this.#index] as Chunk;
    this.#index += 1;
    return { done: false, value };
  }

  async #nextAfterWait(): Promise<Result<Chunk>> {
    try {
      return await this.#waitAndTake();
    } catch (error) {
      this.#isDone = true;
      throw error;
    }
  }

  async #waitAndTake(): Promise<Result<Chunk>> {
    const { chunks, delayMs, failAt, stallAt } = this.#script;
    const index = this.#index;
    if (index === failAt)
      throw "error" in this.#script ? this.#script.error : new Error(failure(index));
    if (index === stallAt) await wait(undefined, this.#waker);
    if (index < chunks.length && delayMs !== undefined) await wait(delayMs, this.#waker);
    return this.#take();
  }
}

function failure(index: number): string {
  return `The script failed at chunk ${String(index)}.`;
}

/** Waits; without a delay, until it is aborted. */
function wait(delayMs: number | undefined, { signal }: Abortable): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer =
      delayMs === undefined
        ? undefined
        : setTimeout(() => {
            signal?.removeEventListener("abort", abort);
            resolve();
          }, delayMs);
    if (signal?.aborted === true) abort();
    else signal?.addEventListener("abort", abort, { once: true });
  });
}
