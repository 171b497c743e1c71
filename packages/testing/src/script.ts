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

/**
 * Refuses a script that could not be played.
 *
 * @throws {@link InvalidArgumentError} when a position is none.
 */
export function checkScript<Chunk>(script: Script<Chunk>): Script<Chunk> {
  for (const key of ["failAt", "stallAt"] as const) {
    const at = script[key];
    if (at === undefined || (Number.isInteger(at) && at >= 0 && at <= script.chunks.length))
      continue;
    throw new InvalidArgumentError(
      `${key} was ${String(at)}; give the index of a chunk, from 0 to ${String(script.chunks.length)}.`,
    );
  }
  return script;
}

/** Plays a script: yields its chunks, waits, fails or stalls as it says, and stops when `signal` is aborted. */
export async function* playScript<Chunk>(
  script: Script<Chunk>,
  signal: () => AbortSignal,
): AsyncGenerator<Chunk> {
  const { chunks, delayMs, failAt, stallAt } = script;
  for (let index = 0; index <= chunks.length; index += 1) {
    if (index === failAt)
      throw "error" in script
        ? script.error
        : new Error(`The script failed at chunk ${String(index)}.`);
    if (index === stallAt) await stall(script, signal);
    if (index === chunks.length) return;
    if (delayMs !== undefined) await pause(delayMs, script, signal);
    yield chunks[index] as Chunk;
  }
}

function stall<Chunk>(script: Script<Chunk>, signal: () => AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (script.ignoresSignal !== true) onAbort(signal(), reject);
  });
}

function pause<Chunk>(
  delayMs: number,
  script: Script<Chunk>,
  signal: () => AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, delayMs);
    if (script.ignoresSignal === true) return;
    onAbort(signal(), (reason) => {
      clearTimeout(timer);
      reject(reason);
    });
  });
}

function onAbort(signal: AbortSignal, reject: (reason: unknown) => void): void {
  if (signal.aborted) reject(signal.reason);
  else
    signal.addEventListener(
      "abort",
      () => {
        reject(signal.reason);
      },
      { once: true },
    );
}
