import type { JsonValue, StreamEvent } from "@rivulet/runnables";
import { emptyRunTree, nextRunTree, type RunTreeView } from "./run-tree-view.ts";

/** Everything that the screen shows: the answer so far, and the runs that make it. Immutable. */
export interface LiveView {
  /** The last state of the JSON; `undefined` before there is any. */
  readonly json: JsonValue | undefined;
  /** The last names, the newest at the end. */
  readonly names: readonly string[];
  /** How many names there were in all. */
  readonly nameCount: number;
  readonly tree: RunTreeView;
}

const keptNames = 100;

/** Before the first event. */
export const emptyView: LiveView = { json: undefined, names: [], nameCount: 0, tree: emptyRunTree };

/** The view after one more event. Pure, and the only way in which anything reaches the screen. */
export function nextView(view: LiveView, event: StreamEvent): LiveView {
  const next = { ...view, tree: nextRunTree(view.tree, event) };
  if (event.event === "on_parser_stream") return { ...next, json: event.data.chunk as JsonValue };
  const name = nameIn(event);
  if (name === undefined) return next;
  return { ...next, names: [...view.names, name].slice(-keptNames), nameCount: view.nameCount + 1 };
}

/** The country name that an event brings: what the whole chain, the run without parents, streams. */
export function nameIn(event: StreamEvent): string | undefined {
  if (event.event !== "on_chain_stream" || event.parent_ids.length > 0) return undefined;
  return typeof event.data.chunk === "string" ? event.data.chunk : undefined;
}
