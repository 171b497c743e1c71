// The main job, `npm start`: one chain, watched through its events. Read on in this order: chain.ts (what runs), live-view.ts
// (what its events say), show-run.ts (who consumes them), then filtered-runs.ts and failing-tool.ts.
import { CommandError } from "./command-error.ts";
import { Output } from "./output.ts";
import { readOptions } from "./read-options.ts";
import { runCommand } from "./run-command.ts";

const interruption = new AbortController();
// Not `once`: the handler that gives the cursor back would find itself alone then, and kill the process at the first Ctrl-C.
process.on("SIGINT", () => {
  if (interruption.signal.aborted) process.exit(130);
  interruption.abort(new CommandError("Interrupted.", 130));
});
const output = new Output(process.stdout, (error) => {
  interruption.abort(error);
});

try {
  await runCommand(readOptions(process.argv.slice(2)), { output, signal: interruption.signal });
} catch (error) {
  process.exitCode = reportFailure(error);
}

function reportFailure(error: unknown): number {
  // Whoever read our output has seen enough: `npm start | head -3`.
  if (output.isClosed) return 0;
  if (error instanceof CommandError) {
    if (error.exitCode !== 130) console.error(error.message);
    return error.exitCode;
  }
  console.error(error);
  return 1;
}
