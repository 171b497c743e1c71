import type { RunEvent, RunPhase } from "@rivulet/core";
import { eventsOf, type EventSource } from "../events/event-source.ts";
import { partsOf } from "../events/event-parts.ts";
import type { RunNode, RunStatus } from "./run-node.ts";

type Growing<Value> = { -readonly [Key in keyof Value]: Value[Key] };

interface GrowingNode extends Growing<Omit<RunNode, "children">> {
  readonly children: GrowingNode[];
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
  const nodes = new Map<string, GrowingNode>();
  const parents = new Map<GrowingNode, readonly string[]>();
  for (const event of eventsOf(source)) {
    const parts = partsOf(event);
    if (parts === undefined) continue;
    let node = nodes.get(event.run_id);
    if (node === undefined) {
      node = createNode(event, parts.type);
      nodes.set(event.run_id, node);
      parents.set(node, event.parent_ids);
    }
    take(node, event, parts.phase);
  }
  // Only now, since a filter may have hidden the start of a parent, but not its end.
  const roots: GrowingNode[] = [];
  for (const [node, parentIds] of parents) siblingsOf(nodes, parentIds, roots).push(node);
  return roots;
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

function siblingsOf(
  nodes: ReadonlyMap<string, GrowingNode>,
  parentIds: readonly string[],
  roots: GrowingNode[],
): GrowingNode[] {
  const parentId = parentIds.findLast((id) => nodes.has(id));
  return parentId === undefined ? roots : (nodes.get(parentId)?.children ?? roots);
}
