import { createRunId, type CallbackHandler } from "@rivulet/core";
import { listenersOfRun, type Listener } from "@rivulet/core/runtime";
import type { ComponentShapes } from "../events/component-shapes.ts";
import type { Call } from "./call.ts";

/** What a component's constructor takes as `callbacks`. */
export type OwnCallbacks = readonly CallbackHandler<ComponentShapes>[] | undefined;

/** A call of a component that has callbacks of its own: they hear its run, and none inside it. */
export function withOwnCallbacks(call: Call, own: readonly Listener[]): Call {
  if (own.length === 0) return call;
  const { context, runId = createRunId() } = call;
  const listeners = listenersOfRun(own, runId, context);
  return { ...call, runId, context: context.with({ listeners }) };
}
