import type { CallbackHandler, CallbackManager, Metadata } from "@rivulet/core";
import type { ComponentShapes } from "../events/component-shapes.ts";

/** What a call of a runnable may be told, as LangChain.js has it. Everything but `runName` and `runId` reaches the runs inside. */
export interface RunnableConfig {
  /**
   * Handlers to add, or the manager that a function received as `config.callbacks`: passed on, it makes the call a child of
   * that function's run.
   */
  readonly callbacks?: readonly CallbackHandler<ComponentShapes>[] | CallbackManager | undefined;
  /** Tags of the run and of the runs inside it. */
  readonly tags?: readonly string[] | undefined;
  /** Metadata of the run and of the runs inside it. */
  readonly metadata?: Metadata | undefined;
  /** The name of this run alone. */
  readonly runName?: string | undefined;
  /** The id of this run alone. */
  readonly runId?: string | undefined;
  /** Cancels the call when it is aborted. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds after which the call is cancelled with a `RunTimeoutError`. */
  readonly timeout?: number | undefined;
  /** How many runs `batch`, `map` and an invoked parallel may have open at a time; a streamed parallel streams them all. */
  readonly maxConcurrency?: number | undefined;
  /** How deep lambdas may return runnables that return runnables. Default 25. */
  readonly recursionLimit?: number | undefined;
  /** Values of your own that every function gets to see. */
  readonly configurable?: Readonly<Record<string, unknown>> | undefined;
}
