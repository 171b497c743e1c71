import {
  createRunId,
  EventStream,
  InvalidArgumentError,
  type EventFilter,
  type EventStreamSource,
} from "@rivulet/core";
import { toListeners } from "@rivulet/core/runtime";
import type { StreamEvent } from "../events/component-shapes.ts";
import { createV1Projection, type V1StreamEvent } from "../events/v1-event.ts";
import { toCall } from "../execution/call.ts";
import { checkConfig } from "../execution/check-config.ts";
import { runToOutput } from "../execution/run-to-output.ts";
import type { RunnableConfig } from "../execution/runnable-config.ts";
import type { RunnableLike } from "../execution/runnable-like.ts";

/** The shapes that events come in: `"v2"` with every field, `"v1"` as the document has it. */
export type StreamEventsVersion = "v1" | "v2";

/** What `streamEvents` takes beside a call's config. */
export interface StreamEventsOptions extends RunnableConfig {
  /** Default `"v2"`. */
  readonly version?: StreamEventsVersion;
  /** How many events a `for await` loop may lag behind before the run waits. Default 64. */
  readonly highWaterMark?: number;
}

/** Which events of a run are wanted, by the fields of a {@link EventFilter}. */
export type StreamEventFilter = EventFilter<StreamEvent>;

/** The events of one run of a runnable. */
export function streamEventsOf<Input, Output>(
  runnable: RunnableLike<Input, Output>,
  input: Input,
  { options, filter }: { options: StreamEventsOptions; filter: StreamEventFilter | undefined },
): EventStream<Output, StreamEvent> | EventStream<Output, V1StreamEvent> {
  const { runId, source } = eventSourceOf(runnable, input, options);
  const { version = "v2", highWaterMark } = options;
  if (version === "v1") {
    const project = createV1Projection({ runId, input });
    return new EventStream<Output, V1StreamEvent>(source, {
      filter: filter as EventFilter<V1StreamEvent>,
      highWaterMark,
      project,
    });
  }
  if (version !== "v2") {
    throw InvalidArgumentError.of("version was", version, '"v1" or "v2"');
  }
  return new EventStream<Output, StreamEvent>(source, { filter, highWaterMark });
}

/**
 * One run of a runnable, for a stream of its events to start. Its id is known beforehand, so that the root of the stream
 * can be told from what runs inside it, also when it is itself nested.
 *
 * @throws {@link InvalidArgumentError} when the config is wrong.
 */
export function eventSourceOf<Input, Output>(
  runnable: RunnableLike<Input, Output>,
  input: Input,
  options: StreamEventsOptions,
): { readonly runId: string; readonly source: EventStreamSource<Output> } {
  checkConfig(options);
  checkNoFilter(options);
  const { version, highWaterMark, ...config } = options;
  const call = toCall(config);
  const runId = call.runId ?? createRunId();
  return {
    runId,
    source: {
      parentScope: call.context.scope,
      start: (callbacks, scope) => {
        const context = call.context.with({ listeners: toListeners(callbacks), scope });
        return runToOutput(runnable, input, { ...call, runId, context });
      },
    },
  };
}

const filterField = /^(include|exclude)(Names|Types|Tags|Events)$/u;

// Among the options a filter would be taken for an option of the component, and filter nothing.
function checkNoFilter(options: StreamEventsOptions): void {
  const field = Object.keys(options).find((key) => filterField.test(key));
  if (field === undefined) return;
  throw new InvalidArgumentError(
    `${field} was given among the options of streamEvents(); give the filter as the third argument.`,
  );
}
