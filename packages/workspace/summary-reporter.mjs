/**
 * A Jest reporter of one line, the last of the output: `N passed, N failed`.
 * Jest's own summary always comes after custom reporters, so the line waits for the exit.
 */
export default class SummaryReporter {
  onRunComplete(_contexts, results) {
    // A suite that could not run has no test of its own to count.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    process.once("exit", () => {
      process.stdout.write(`${results.numPassedTests} passed, ${failed} failed\n`);
    });
  }
}
