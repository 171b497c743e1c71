// What those need beside the main entry who write components, not those who use them: how a run is made, entered, held, cancelled and
// ended, and what its chunks add up to.

export { Pace, Turn } from "#platform";

export { callInRun } from "./callbacks/call-in-run.ts";
export { checkName } from "./callbacks/check-name.ts";
export { closeFailedRun } from "./callbacks/close-failed-run.ts";
export { createRunEntry, enterRun, type RunEntry } from "./callbacks/enter-run.ts";
export type { Listener } from "./callbacks/listener.ts";
export { listenersOfRun } from "./callbacks/listeners-of-run.ts";
export { Moment } from "./callbacks/moment.ts";
export { processSettings, toListeners } from "./callbacks/process-listeners.ts";
export { RemoteRun } from "./callbacks/remote-run.ts";
export { runBody, type RunBody } from "./callbacks/run-body.ts";
export { RunContext, type ContextAdditions, type ParentRun } from "./callbacks/run-context.ts";
export { startRun } from "./callbacks/run-manager.ts";
export { settle, waitAtMost } from "./callbacks/settle.ts";
export { CancelScope } from "./context/cancel-scope.ts";
export type { Cancellable } from "./context/cancellable.ts";
export { checkCount } from "./callbacks/check-count.ts";
export { Gate } from "./context/gate.ts";
export { linkSignal } from "./context/link-signal.ts";
export { linkTimeout } from "./context/link-timeout.ts";

export {
  BoundedQueue,
  checkHighWaterMark,
  defaultHighWaterMark,
} from "./collector/bounded-queue.ts";

export { ChunkAccumulator } from "./util/chunk-accumulator.ts";
export { isPromiseLike } from "./util/is-promise-like.ts";
export type { Known } from "./util/known.ts";
export { outcomeOf, valueOrThrow, type Outcome } from "./util/outcome.ts";
export type { PromiseOrValue } from "./util/promise-or-value.ts";
export { toPromise } from "./util/to-promise.ts";
