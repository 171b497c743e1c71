import { isPlainObject } from "@rivulet/core";
import type { EventSource } from "../events/event-source.ts";
import type { RunNode } from "./run-node.ts";
import { toRunTree } from "./to-run-tree.ts";

/**
 * Run trees, from whatever they can be told from: a tree, several, or events.
 *
 * @throws {@link InvalidArgumentError} when it is none of them.
 */
export function toRunNodes(source: RunNode | readonly RunNode[] | EventSource): readonly RunNode[] {
  if (isRunNode(source)) return [source];
  return isNodeList(source) ? source : toRunTree(source);
}

function isNodeList(source: readonly RunNode[] | EventSource): source is readonly RunNode[] {
  return Array.isArray(source) && source.length > 0 && source.every(isRunNode);
}

function isRunNode(value: unknown): value is RunNode {
  return isPlainObject(value) && "children" in value && "chunkCount" in value;
}
