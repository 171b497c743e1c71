import { createRunId, type CallbackHandler } from "@rivulet/core";
import { listenersOfRun, toListeners } from "@rivulet/core/runtime";
import type { ComponentShapes } from "../events/component-shapes.ts";
import type { Call } from "./call.ts";

/** What a component's constructor takes as `callbacks`. */
export type OwnCallbacks = readonly CallbackHandler<ComponentShapes>[] | undefined;

/**
 * The handlers that a component was made with, each once, in a list of its own.
 *
 * @throws {@link InvalidArgumentError} when `callbacks` is no list of handlers.
 */
export function toOwnCallbacks(callbacks: OwnCallbacks = []): readonly CallbackHandler[] {
  return toListeners(callbacks).map(({ handler }) => handler);
}

/** A call of a component that has callbacks of its own: they hear its run, and none inside it. */
export function withOwnCallbacks(call: Call, handlers: readonly CallbackHandler[]): Call {
  if (handlers.length === 0) return call;
  const { context, runId = createRunId() } = call;
  const listeners = listenersOfRun(handlers, runId, context);
  return { ...call, runId, context: context.with({ listeners }) };
}
