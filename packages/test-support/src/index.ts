// What the tests of several packages share. Nobody but tests imports it.

export { compareCalls, type CallOutcome, type ClientPair } from "./compare-calls.ts";
export { promisesPerRun, promisesPerUnit } from "./count-promises.ts";
export { EventLog } from "./event-log.ts";
export { shortestDelay } from "./shortest-delay.ts";
export { nextTurn, watchProcess, type ProcessWatch } from "./watch-process.ts";
