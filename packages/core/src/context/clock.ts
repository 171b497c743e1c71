// The wall clock steps; the monotonic clock stands still while a laptop sleeps. The offset between the two is therefore
// looked at once per root run, and kept for the life of that run.
const toleratedDriftMs = 5;
let offsetMs = performance.timeOrigin;

/** What must be added to `performance.now()`, which is `monotonicMs` now, to get milliseconds since the epoch. */
export function readClockOffset(monotonicMs: number): number {
  const wallMs = Date.now();
  if (Math.abs(offsetMs + monotonicMs - wallMs) > toleratedDriftMs) {
    offsetMs = wallMs - monotonicMs;
  }
  return offsetMs;
}
