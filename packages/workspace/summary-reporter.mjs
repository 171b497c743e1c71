/**
 * A Jest reporter of one line, the last of the output: `N passed, N failed`; before it, why tests were skipped, where their
 * `describe` says so by `(skipped: …)`.
 * Jest's own summary always comes after custom reporters, so the lines wait for the exit.
 */
export default class SummaryReporter {
  onRunComplete(_contexts, results) {
    // A suite that could not run has no test of its own to count.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = countByReason(results);
    process.once("exit", () => {
      for (const [reason, count] of skipped) {
        process.stdout.write(`${count} tests skipped: ${reason}\n`);
      }
      process.stdout.write(`${results.numPassedTests} passed, ${failed} failed\n`);
    });
  }
}

function countByReason({ testResults }) {
  const counts = new Map();
  for (const { status, ancestorTitles } of testResults.flatMap((file) => file.testResults)) {
    if (status !== "pending") continue;
    const [, reason] = /\(skipped: (.*)\)$/.exec(ancestorTitles.join(" ")) ?? [];
    if (reason !== undefined) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return counts;
}
