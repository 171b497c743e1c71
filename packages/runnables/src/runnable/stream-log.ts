import { EventStream } from "@rivulet/core";
import { createLogPatches } from "../log/create-log-patches.ts";
import type { RunLogPatch } from "../log/run-log.ts";
import type { RunnableConfig } from "../execution/runnable-config.ts";
import type { RunnableLike } from "../execution/runnable-like.ts";
import { eventSourceOf, type StreamEventFilter } from "./stream-events.ts";

/** What `streamLog` takes beside a call's config. */
export interface StreamLogOptions extends RunnableConfig {
  /** How many patches a `for await` loop may lag behind before the run waits. Default 64. */
  readonly highWaterMark?: number;
}

/** The log of one run of a runnable, patch by patch. */
export function streamLogOf<Input, Output>(
  runnable: RunnableLike<Input, Output>,
  input: Input,
  { options, filter }: { options: StreamLogOptions; filter: StreamEventFilter | undefined },
): EventStream<Output, RunLogPatch> {
  const { runId, source } = eventSourceOf(runnable, input, options);
  const { highWaterMark } = options;
  const project = createLogPatches({ runId, filter });
  return new EventStream<Output, RunLogPatch>(source, { highWaterMark, project });
}
