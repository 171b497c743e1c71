// Looking into a program: hooks, lines by the variable DEBUG, the tracing channel, and what is open. Apart from the main
// entry, since importing it does something: it does what DEBUG says, and opens the channel `rivulet:run`.

import { obeyDebugVariable } from "./debug/enable-debug.ts";
import { bindRunChannel } from "./debug/run-channel.ts";

export { hook } from "./debug/hook.ts";
export type { RunHooks } from "./debug/run-hooks.ts";
export type { RunSelector } from "./debug/run-selector.ts";
export { enableDebug, type EnableDebugOptions } from "./debug/enable-debug.ts";
export { runChannelName } from "./debug/run-channel.ts";
export type { RunMessage, RunOutcome } from "./debug/run-message.ts";
export { inspectRuns, watchRuns } from "./debug/watch-runs.ts";
export { OpenRuns, type OpenRun, type OpenRunNode } from "./debug/open-runs.ts";
export { reportOpenRunsAtExit } from "./debug/report-open-runs-at-exit.ts";
export { DebugUnavailableError } from "./errors/debug-unavailable-error.ts";
export { RunsNotWatchedError } from "./errors/runs-not-watched-error.ts";

obeyDebugVariable();
bindRunChannel();
