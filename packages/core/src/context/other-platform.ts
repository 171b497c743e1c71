// What takes the place of `node-platform.ts` elsewhere: no run is ever ambient, `config` is passed on by hand, and nobody can tell
// when the microtasks have run out.

// Not from `run-id.ts`, whose pool would be loaded with it; what both share would, in the bundle, import this file.
const urlAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** A new run id: a nanoid, that is 21 URL-safe characters, 126 bits of randomness. */
export function createRunId(): string {
  let id = "";
  for (const byte of crypto.getRandomValues(new Uint8Array(21)))
    id += urlAlphabet.charAt(byte & 63);
  return id;
}

/** Carries nothing. */
export const ambientRun = {
  get: (): object | undefined => undefined,
  isAbsent: (): boolean => true,
  run: <Result>(_run: object | undefined, body: () => Result): Result => body(),
};

/** Calls bodies as they are. */
export function captureAmbient(): <Result>(body: () => Result) => Result {
  return (body) => body();
}

/** Has nothing to note. */
export function knowAbsence(): void {
  // It is always so.
}

/** Has nothing to note. */
export function forgetAbsence(): void {
  // It is always so.
}

/** Has nothing to tell: only Node warns of many listeners. */
export function allowManyListeners(_signal: AbortSignal): void {
  // Any number is allowed.
}

/** How many chunks a source hands on before others have their turn. */
const burstLength = 128;

// Taken when the module is loaded, so that fake timers that a test installs later do not stop a stream.
const { setTimeout, setImmediate = (next: () => void) => setTimeout(next, 0) } = globalThis as {
  setImmediate?: (next: () => void) => unknown;
} & typeof globalThis;

/** The turns of sources: each for itself, after a timer. */
export class Turn {
  /** Calls `resume` once, when others have had their turn. */
  whenNext(resume: () => void): void {
    setImmediate(resume);
  }
}

/** When one source may hand on its chunks. */
export class Pace {
  #left = burstLength;

  constructor(_turn: Turn) {
    // It is the same for all.
  }

  /** Called with each chunk: whether it may be handed on at once. If not, it may after the next turn. */
  takes(): boolean {
    this.#left -= 1;
    if (this.#left >= 0) return true;
    this.#left = burstLength - 1;
    return false;
  }
}
