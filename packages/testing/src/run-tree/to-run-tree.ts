import type { RunEvent, RunPhase } from "@rivulet/core";
import { eventsOf, type EventSource } from "../events/event-source.ts";
import { partsOf } from "../events/event-parts.ts";
import type { RunNode, RunStatus } from "./run-node.ts";

type Growing<Value> = { -readonly [Key in keyof Value]: Value[Key] };

interface GrowingNode extends Growing<Omit<RunNode, "children">> {
  readonly children: GrowingNode[];
}

interface Place {
  readonly node: GrowingNode;
  readonly parentIds: readonly string[];
}

/**
 * The runs that events tell of, as trees: one for each root, in the order of their starts.
 *
 * Where a filter has hidden a run, its children are those of the nearest run around it that is seen, and a run whose
 * custom events alone are seen is none. The nodes are built at the call and do not change later.
 *
 * @throws {@link InvalidArgumentError} when the source holds anything but events.
 */
export function toRunTree(source: EventSource): RunNode[] {
  const places = new Map<string, Place>();
  for (const event of eventsOf(source)) {
    const parts = partsOf(event);
    if (parts === undefined) continue;
    let place = places.get(event.run_id);
    if (place === undefined) {
      place = { node: createNode(event, parts.type), parentIds: event.parent_ids };
      places.set(event.run_id, place);
    }
    take(place.node, event, parts.phase);
  }
  // Only now, since a filter may have hidden the start of a parent, but not its end.
  const roots: GrowingNode[] = [];
  for (const place of places.values()) {
    const siblings = findParent(places, place)?.children ?? roots;
    siblings.push(place.node);
  }
  return roots;
}

function findParent(
  places: ReadonlyMap<string, Place>,
  { parentIds }: Place,
): GrowingNode | undefined {
  for (const id of parentIds.toReversed()) {
    const place = places.get(id);
    // A parent has fewer parents: whatever the events say, a tree has no circle.
    if (place !== undefined && place.parentIds.length < parentIds.length) return place.node;
  }
  return undefined;
}

function createNode(event: RunEvent, type: RunNode["type"]): GrowingNode {
  const { run_id: id, name, tags, metadata, time: startTime } = event;
  return {
    id,
    name,
    type,
    tags,
    metadata,
    status: "open",
    chunkCount: 0,
    startTime,
    durationMs: undefined,
    children: [],
  };
}

const statuses: { readonly [Phase in RunPhase]?: RunStatus } = {
  end: "ended",
  error: "failed",
  cancel: "cancelled",
};

const payloadKeys = ["input", "output", "error", "reason"] as const;

function take(node: GrowingNode, event: RunEvent, phase: RunPhase): void {
  if (phase === "stream") {
    node.chunkCount += 1;
    return;
  }
  const data = event.data as { readonly [Key in (typeof payloadKeys)[number]]?: unknown };
  for (const key of payloadKeys) if (key in data) node[key] = data[key];
  const status = statuses[phase];
  if (status === undefined) return;
  node.status = status;
  node.durationMs = event.time - node.startTime;
}
