// The wall clock steps; the monotonic clock stands still while a laptop sleeps. The offset between the two is therefore
// looked at once per root run, and kept for the life of that run.
const toleratedDriftMs = 5;
let offsetMs = performance.timeOrigin;

function readOffset(monotonicMs: number): number {
  const readMs = Date.now() - monotonicMs;
  if (Math.abs(readMs - offsetMs) > toleratedDriftMs) offsetMs = readMs;
  return offsetMs;
}

/** The clock of one root run: that of the wall when it is first read, and steady from then on. */
export class Clock {
  // In Node the global is a getter: to ask it each time took as long as half of what the clock does.
  readonly #monotonic: { now(): number } = performance;
  #offsetMs: number | undefined;

  /** Milliseconds since the epoch, with fractions. */
  now(): number {
    const monotonicMs = this.#monotonic.now();
    return (this.#offsetMs ??= readOffset(monotonicMs)) + monotonicMs;
  }
}
