// The wall clock steps; the monotonic clock stands still while a laptop sleeps. The offset between the two is therefore
// looked at once per root run, and kept for the life of that run.
const toleratedDriftMs = 5;
let offsetMs = performance.timeOrigin;

/** What must be added to `performance.now()` to get milliseconds since the epoch, as of now. */
export function readClockOffset(): number {
  const wallMs = Date.now();
  if (Math.abs(offsetMs + performance.now() - wallMs) > toleratedDriftMs) {
    offsetMs = wallMs - performance.now();
  }
  return offsetMs;
}
