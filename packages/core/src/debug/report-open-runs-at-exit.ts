import { debugHost } from "#debug-host";
import { DebugUnavailableError } from "../errors/debug-unavailable-error.ts";
import { inspectRuns, watchRuns } from "./watch-runs.ts";

/**
 * Writes the runs that are still open when the process ends to standard error, and nothing where there is none; of those
 * that start from now on. Gives a function that takes it back. In a worker thread it is about that thread's runs, when the thread
 * ends. A process that a signal kills does not get to it, nor does a thread that is terminated or goes with its process.
 *
 * @throws {@link DebugUnavailableError} where there is no Node.
 */
export function reportOpenRunsAtExit(): () => void {
  if (debugHost.onExit === undefined) {
    throw new DebugUnavailableError(
      "reportOpenRunsAtExit() needs Node; call inspectRuns() on this platform.",
    );
  }
  const stopWatching = watchRuns();
  const removeListener = debugHost.onExit(() => {
    const open = inspectRuns();
    if (open.runs.length > 0) debugHost.writeError(`rivulet: at exit, ${String(open)}\n`);
  });
  return () => {
    removeListener();
    stopWatching();
  };
}
