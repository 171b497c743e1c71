// What takes the place of `node-platform.ts` elsewhere: no run is ever ambient, `config` is passed on by hand.

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
