import { useMemo, useRef, useSyncExternalStore } from "react";
import type { ConnectEventsOptions } from "../client/connect-events-options.ts";
import { openEvents, type EventsSource } from "./events-source.ts";
import { StreamStore, type StreamSnapshot, type ViewBuilder } from "./stream-store.ts";

/** What a component sees of a source, with the options of the moment at which it is opened. */
export function useStream<View>(
  source: EventsSource,
  options: ConnectEventsOptions | undefined,
  createBuilder: () => ViewBuilder<View>,
): StreamSnapshot<View> {
  const latest = useRef(options);
  latest.current = options;
  const store = useMemo(
    () =>
      new StreamStore<View>({
        createBuilder,
        open:
          source === undefined
            ? undefined
            : (onReset) => openEvents(source, latest.current, onReset),
      }),
    [source, createBuilder],
  );
  return useSyncExternalStore(store.subscribe, store.getSnapshot, store.getSnapshot);
}
