// React hooks over events from a server. Apart from the main entry: they need React.

export type { EventsSource, ResetListener } from "./react/events-source.ts";
export type { StreamStatus } from "./react/stream-store.ts";
export { useRunEvents, type RunEventsState } from "./react/use-run-events.ts";
export { useRunTree, type RunTreeState } from "./react/use-run-tree.ts";
