import { callInRun, type RunManager } from "@rivulet/core";
import type { Call } from "./call.ts";
import { openRun, type RunDescription } from "./open-run.ts";

/** What a run executes. */
export type RunBody<Output> = (run: RunManager) => Output | PromiseLike<Output>;

/**
 * Runs a body as one run from start to terminal event: how every component is invoked. `input` is what the start says,
 * which may differ in shape from what the body works on.
 *
 * Rejects with what the body throws, or with the reason when the call was cancelled.
 */
export function invokeRun<Output>(
  call: Call,
  description: RunDescription & { readonly input: unknown },
  body: RunBody<Output>,
): Promise<Output> {
  const { run, ownScope } = openRun(call, description, { input: { value: description.input } });
  return callInRun(run, body, ownScope);
}
