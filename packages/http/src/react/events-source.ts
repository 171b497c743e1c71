import type { EventStream } from "@rivulet/core";
import type { StreamEvent } from "@rivulet/runnables";
import { connectEvents } from "../client/connect-events.ts";
import type { ConnectEventsOptions, ResetReason } from "../client/connect-events-options.ts";

/** Told that what was gathered so far is to be forgotten, or has a hole. */
export type ResetListener = (reason: ResetReason) => void;

/**
 * Where a component's events come from: an address, or a function that opens a stream and has to be the same one as long as
 * the stream is (`useCallback`). `undefined`: nowhere yet.
 */
export type EventsSource =
  | string
  | ((onReset: ResetListener) => EventStream<unknown, StreamEvent>)
  | undefined;

/** Opens the stream of a source. */
export function openEvents(
  source: Exclude<EventsSource, undefined>,
  options: ConnectEventsOptions | undefined,
  onReset: ResetListener,
): EventStream<unknown, StreamEvent> {
  if (typeof source === "function") return source(onReset);
  return connectEvents(source, {
    ...options,
    onReset: (reason) => {
      onReset(reason);
      options?.onReset?.(reason);
    },
  });
}
