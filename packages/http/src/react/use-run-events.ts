import type { StreamEvent } from "@rivulet/runnables";
import type { ConnectEventsOptions } from "../client/connect-events-options.ts";
import type { EventsSource } from "./events-source.ts";
import type { StreamStatus, ViewBuilder } from "./stream-store.ts";
import { useStream } from "./use-stream.ts";

/** The events of a run, so far. */
export interface RunEventsState {
  /** In order; a new list whenever there are more. */
  readonly events: readonly StreamEvent[];
  readonly status: StreamStatus;
  /** What the stream failed with. */
  readonly error: unknown;
}

/**
 * The events of a run, for a component that is painted anew as they come in. The stream is open while the component is
 * there. For long runs take `useRunTree`: it keeps what the events add up to in place of the events.
 *
 * The options are read when the stream is opened: give the component another `key` to have it opened anew with others. What is
 * wrong with them is the `error`; the hook never throws.
 *
 * @example
 * const { events, status } = useRunEvents(`/chat/runs/${runId}`, { filter: { includeTypes: ["tool"] } });
 */
export function useRunEvents(source: EventsSource, options?: ConnectEventsOptions): RunEventsState {
  const { view, status, error } = useStream(source, options, createListBuilder);
  return { events: view, status, error };
}

function createListBuilder(): ViewBuilder<readonly StreamEvent[]> {
  const events: StreamEvent[] = [];
  let copy: readonly StreamEvent[] = [];
  return {
    add: (event) => void events.push(event),
    get view() {
      if (copy.length !== events.length) copy = [...events];
      return copy;
    },
  };
}
