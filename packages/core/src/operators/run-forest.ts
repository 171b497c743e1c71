import type { RunEvent } from "../events/run-event.ts";
import { EndedIds } from "./ended-ids.ts";
import { rootIdOf } from "./event-facts.ts";
import { applyEvent, createNode, type RunNode } from "./run-node.ts";

const noPath: readonly number[] = [];

/** Where the runs of one root stand in its tree: for each the positions from the root down. */
interface Tree {
  readonly paths: Map<string, readonly number[]>;
}

/** The trees of all roots, as an immutable list that is made anew along the path to what changed. */
export class RunForest {
  readonly #maxFinishedRoots: number;
  readonly #trees = new Map<string, Tree>();
  readonly #released = new EndedIds();
  #roots: readonly RunNode[] = Object.freeze([]);

  constructor(maxFinishedRoots: number) {
    this.#maxFinishedRoots = maxFinishedRoots;
  }

  /** The roots, oldest first. */
  get roots(): readonly RunNode[] {
    return this.#roots;
  }

  /** Takes an event in; `false` when it changed nothing. */
  add(event: RunEvent): boolean {
    const rootId = rootIdOf(event);
    if (this.#released.has(rootId)) return false;
    const before = this.#roots;
    this.#put(this.#tree(rootId), rootId, event);
    this.#release();
    return this.#roots !== before;
  }

  #tree(rootId: string): Tree {
    let tree = this.#trees.get(rootId);
    if (tree === undefined) {
      tree = { paths: new Map() };
      this.#trees.set(rootId, tree);
    }
    return tree;
  }

  #put(tree: Tree, rootId: string, event: RunEvent): void {
    const index = this.#roots.findLastIndex(({ id }) => id === rootId);
    const root = this.#roots[index];
    if (root === undefined) {
      this.#roots = [...this.#roots, createTree(tree, rootId, event)];
      return;
    }
    const next = putRun(tree, root, event);
    if (next !== root) this.#roots = this.#roots.with(index, next);
  }

  #release(): void {
    let surplus =
      this.#roots.filter(({ status }) => status !== "running").length - this.#maxFinishedRoots;
    if (surplus <= 0) return;
    this.#roots = this.#roots.filter(({ id, status }) => {
      if (status === "running" || surplus <= 0) return true;
      surplus -= 1;
      this.#trees.delete(id);
      this.#released.add(id);
      return false;
    });
  }
}

// A root of which only a child was seen is shown by what its child says of it: that there is one.
function createTree(tree: Tree, rootId: string, event: RunEvent): RunNode {
  tree.paths.set(rootId, noPath);
  if (event.run_id === rootId) return applyEvent(createNode(event), event);
  const unseen = { ...createNode(event), id: rootId, name: "", type: undefined, tags: [] };
  return putRun(tree, { ...unseen, metadata: {} }, event);
}

function putRun(tree: Tree, root: RunNode, event: RunEvent): RunNode {
  const path = tree.paths.get(event.run_id);
  if (path !== undefined) return changeAt(root, path, (node) => applyEvent(node, event));
  const parentPath = nearestPath(tree, event.parent_ids);
  return changeAt(root, parentPath, (parent) => {
    tree.paths.set(event.run_id, [...parentPath, parent.children.length]);
    return { ...parent, children: [...parent.children, applyEvent(createNode(event), event)] };
  });
}

// The runs between may be filtered out: then a run stands in the nearest one that was seen.
function nearestPath({ paths }: Tree, parentIds: readonly string[]): readonly number[] {
  const nearest = parentIds.findLast((id) => paths.has(id));
  return nearest === undefined ? noPath : (paths.get(nearest) ?? noPath);
}

function changeAt(
  root: RunNode,
  path: readonly number[],
  change: (node: RunNode) => RunNode,
): RunNode {
  // Down to the node, and up again with the new ones; without recursion, since runs may be nested by the thousand.
  const ancestors: RunNode[] = [];
  let node = root;
  for (const index of path) {
    ancestors.push(node);
    node = node.children[index] as RunNode;
  }
  let next = change(node);
  if (next === node) return root;
  for (let depth = path.length - 1; depth >= 0; depth -= 1) {
    const ancestor = ancestors[depth] as RunNode;
    next = { ...ancestor, children: ancestor.children.with(path[depth] as number, next) };
  }
  return next;
}
