import { describeValue, InvalidArgumentError } from "@rivulet/core";

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
    throw new InvalidArgumentError(
      `${key} was ${describeValue(at)}; give the index of a chunk, from 0 to ${String(count)}.`,
    );
  }
  const { delayMs } = settings;
  if (delayMs !== undefined && !(Number.isFinite(delayMs) && delayMs >= 0)) {
    throw new InvalidArgumentError(
      `delayMs was ${describeValue(delayMs)}; give a number of milliseconds.`,
    );
  }
  return settings;
}

/** Plays a script: yields its chunks, waits, fails or stalls as it says, and stops when `owner` aborts a wait. */
export async function* playScript<Chunk>(
  script: Script<Chunk>,
  owner: Abortable,
): AsyncGenerator<Chunk> {
  const { chunks, delayMs, failAt, stallAt } = script;
  const waker = script.ignoresSignal === true ? {} : owner;
  for (let index = 0; index <= chunks.length; index += 1) {
    if (index === failAt) throw "error" in script ? script.error : new Error(failure(index));
    if (index === stallAt) await wait(undefined, waker);
    if (index === chunks.length) return;
    if (delayMs !== undefined) await wait(delayMs, waker);
    yield chunks[index] as Chunk;
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
