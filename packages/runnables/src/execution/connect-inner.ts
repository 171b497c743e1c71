import { HopSink } from "../pipeline/hop-sink.ts";
import type { Sink } from "../pipeline/sink.ts";
import type { Call } from "./call.ts";
import type { RunnableLike } from "./runnable-like.ts";

/** After so many steps, one inside or behind the other, the stack begins anew. Ten thousand would overflow it. */
export const stepsPerStack = 200;

/** Connects a runnable that a run has inside it: all of them do it here, since runs may be nested as deeply as one likes. */
export function connectInner<Input, Output>(
  runnable: RunnableLike<Input, Output>,
  sink: Sink<Output>,
  call: Call,
): Sink<Input> {
  const depth = call.context.parent?.depth ?? 0;
  if (depth % stepsPerStack !== stepsPerStack - 1) return runnable.connect(sink, call);
  return new HopSink(runnable.connect(new HopSink(sink), call));
}
