import { CallbackManager, createRunId, type CallbackHandler } from "@rivulet/core";
import { listenersOfRun, toListeners } from "@rivulet/core/runtime";
import type { Call } from "./call.ts";
import type { RunnableConfig } from "./runnable-config.ts";

/** What a component's constructor takes as `callbacks`. */
export type OwnCallbacks = RunnableConfig["callbacks"];

/**
 * The handlers that a component was made with, in a list of its own.
 *
 * @throws {@link InvalidArgumentError} when `callbacks` is no list of handlers.
 */
export function toOwnCallbacks(callbacks: OwnCallbacks): readonly CallbackHandler[] {
  if (callbacks === undefined) return [];
  if (callbacks instanceof CallbackManager)
    return callbacks.context.listeners.map(({ handler }) => handler);
  return toListeners(callbacks).map(({ handler }) => handler);
}

/** A call of a component that has callbacks of its own: they hear its run, and none inside it. */
export function withOwnCallbacks(call: Call, handlers: readonly CallbackHandler[]): Call {
  if (handlers.length === 0) return call;
  const runId = call.runId ?? createRunId();
  const listeners = listenersOfRun(handlers, runId, call.context);
  if (listeners.length === 0) return call;
  return { ...call, runId, context: call.context.with({ listeners }) };
}
