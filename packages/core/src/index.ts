// The kernel's table of contents: runs, their events, and those who listen.

export { RivuletError, type RivuletErrorOptions } from "./errors/rivulet-error.ts";
export { InvalidArgumentError } from "./errors/invalid-argument-error.ts";
export { RunCancelledError } from "./errors/run-cancelled-error.ts";
export { RunTimeoutError } from "./errors/run-timeout-error.ts";
export { FlushTimeoutError } from "./errors/flush-timeout-error.ts";
export { EventParseError } from "./errors/event-parse-error.ts";

export { isRunType, runTypes, type RunType } from "./events/run-type.ts";
export {
  eventName,
  eventNames,
  isEventName,
  runPhases,
  type EventName,
  type RunEventName,
  type RunPhase,
} from "./events/event-name.ts";
export type {
  CustomEvent,
  EventFields,
  Metadata,
  PhaseData,
  RunEvent,
  RunShape,
  RunShapes,
  TypedRunEvent,
  UnknownShapes,
} from "./events/run-event.ts";
export { createEventPredicate, type EventFilter } from "./events/event-filter.ts";

export type {
  CallbackHandler,
  CallbackHandlerOptions,
  EventListener,
  EventOf,
  RunInfo,
} from "./callbacks/callback-handler.ts";
export type {
  ListenerErrorContext,
  ListenerErrorReporter,
} from "./callbacks/report-listener-error.ts";
export {
  CallbackManager,
  contextOf,
  type CallbackManagerOptions,
  type Callbacks,
  type StartRunOptions,
} from "./callbacks/callback-manager.ts";
export { getCurrentRun, RunManager, type RunOptions } from "./callbacks/run-manager.ts";
export { configure, type ConfigureOptions } from "./callbacks/process-listeners.ts";
export { flush, type FlushOptions } from "./callbacks/flush.ts";
export { createRunId } from "#platform";

export { EventCollector, type EventCollectorOptions } from "./collector/event-collector.ts";
export { EventStream } from "./collector/event-stream.ts";
export type { EventStreamOptions, EventStreamSource } from "./collector/shared-run.ts";
export { filterEvents } from "./collector/filter-events.ts";
export { observeRuns } from "./collector/observe-runs.ts";

export { traceable, type TraceableOptions } from "./traceable/traceable.ts";
export { dispatchCustomEvent } from "./traceable/dispatch-custom-event.ts";

export { describeValue } from "./util/describe-value.ts";
export { isPlainObject } from "./util/is-plain-object.ts";
