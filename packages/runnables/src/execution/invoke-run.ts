import { enterRun, runBody, type PromiseOrValue, type RunBody } from "@rivulet/core/runtime";
import type { Call } from "./call.ts";
import { createRun, type RunDescription } from "./open-run.ts";

/** What a run says of itself at its start. */
export interface InvokeDescription extends RunDescription {
  /** Which may differ in shape from what the body works on. */
  readonly input: unknown;
}

/**
 * Runs a body of user code as one run from start to terminal event: how every component that does something itself is
 * invoked. The run is the ambient one inside.
 *
 * @throws what the body throws; the reason when the call was cancelled. Rejects with the same when the body gave a promise.
 */
export function invokeRun<Output>(
  call: Call,
  description: InvokeDescription,
  body: RunBody<Output>,
): PromiseOrValue<Output> {
  const { type, name, tags, metadata, input } = description;
  const { run, ownScope } = createRun(call, { type, name, tags, metadata });
  run.start({ value: input });
  return runBody(run, () => enterRun(run, () => body(run)), ownScope);
}

/**
 * As {@link invokeRun}, for a body that calls nothing but other runs: how what is made of steps is invoked. Each of those is
 * the ambient run of its own code, so that this one need not be; on Node 24, to enter a run takes 0.25 us, and to tell an
 * event from inside one as much again.
 */
export function invokeSteps<Output>(
  call: Call,
  description: InvokeDescription,
  body: RunBody<Output>,
): PromiseOrValue<Output> {
  const { type, name, tags, metadata, input } = description;
  const { run, ownScope } = createRun(call, { type, name, tags, metadata });
  run.start({ value: input });
  const isWrapped = run.arounds.length > 0;
  return runBody(run, isWrapped ? () => enterRun(run, () => body(run)) : body, ownScope);
}
