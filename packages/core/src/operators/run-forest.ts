import type { RunEvent } from "../events/run-event.ts";
import { emptyList } from "../util/empty-list.ts";
import { EndedIds } from "./ended-ids.ts";
import { isTerminal, rootIdOf } from "./event-facts.ts";
import { applyEvent, createNode, type RunNode, withChildren } from "./run-node.ts";

/** Where a run stands: among the children of which run, and at which position. The root is inside none. */
interface Place {
  readonly parent: Place | undefined;
  readonly position: number;
}

/** Where the runs of one root stand in its tree. */
interface Tree {
  /** How many roots began before it. */
  readonly order: number;
  readonly places: Map<string, Place>;
  isOver: boolean;
}

/** The trees of all roots, as an immutable list that is made anew along the path to what changed. */
export class RunForest {
  readonly #maxFinishedRoots: number;
  readonly #trees = new Map<string, Tree>();
  readonly #released = new EndedIds();
  #rootCount = 0;
  #finishedCount = 0;
  #roots: readonly RunNode[] = emptyList;

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
    const tree = this.#tree(rootId);
    this.#put(tree, rootId, event);
    this.#note(tree, event.run_id === rootId && isTerminal(event));
    return this.#roots !== before;
  }

  #tree(rootId: string): Tree {
    let tree = this.#trees.get(rootId);
    if (tree === undefined) {
      tree = { order: this.#rootCount, places: new Map(), isOver: false };
      this.#rootCount += 1;
      this.#trees.set(rootId, tree);
    }
    return tree;
  }

  #put(tree: Tree, rootId: string, event: RunEvent): void {
    const index = this.#indexOf(tree);
    const root = this.#roots[index];
    if (root === undefined) {
      this.#roots = [...this.#roots, createTree(tree, rootId, event)];
      return;
    }
    const next = putRun(tree, root, event);
    if (next !== root) this.#roots = this.#roots.with(index, next);
  }

  // Counted, not looked for: there may be thousands of roots, and each event would look through all of them.
  #note(tree: Tree, isOver: boolean): void {
    if (!isOver || tree.isOver) return;
    tree.isOver = true;
    this.#finishedCount += 1;
    if (this.#finishedCount > this.#maxFinishedRoots) this.#release();
  }

  // Bisected, since there may be thousands of roots, and those that are over go from anywhere among them.
  #indexOf({ order }: Tree): number {
    let [from, to] = [0, this.#roots.length];
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (this.#orderAt(middle) < order) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  #orderAt(index: number): number {
    const { id } = this.#roots[index] as RunNode;
    return (this.#trees.get(id) as Tree).order;
  }

  #release(): void {
    const index = this.#roots.findIndex((root) => root.status !== "running");
    const released = this.#roots[index];
    if (released === undefined) return;
    this.#finishedCount -= 1;
    this.#roots = this.#roots.toSpliced(index, 1);
    this.#trees.delete(released.id);
    this.#released.add(released.id);
  }
}

// A root of which only a child was seen is shown by what its child says of it: that there is one.
function createTree(tree: Tree, rootId: string, event: RunEvent): RunNode {
  tree.places.set(rootId, { parent: undefined, position: 0 });
  if (event.run_id === rootId) return applyEvent(createNode(event), event);
  const unseen = { ...createNode(event), id: rootId, name: "", type: undefined, tags: [] };
  return putRun(tree, { ...unseen, metadata: {} }, event);
}

function putRun(tree: Tree, root: RunNode, event: RunEvent): RunNode {
  const { run_id: id, parent_ids: parentIds } = event;
  const place = tree.places.get(id);
  if (place !== undefined) return changeAt(root, place, (node) => applyEvent(node, event));
  // The runs between may be filtered out: then a run stands in the nearest one that was seen.
  const parentId = parentIds.findLast((seen) => tree.places.has(seen)) ?? root.id;
  const parent = tree.places.get(parentId) as Place;
  return changeAt(root, parent, (node) => {
    tree.places.set(id, { parent, position: node.children.length });
    return withChildren(node, [...node.children, applyEvent(createNode(event), event)]);
  });
}

/** The positions from the root down to a run. */
function pathTo(run: Place): readonly number[] {
  const path: number[] = [];
  for (let place = run; place.parent !== undefined; place = place.parent) path.push(place.position);
  return path.reverse();
}

function changeAt(root: RunNode, place: Place, change: (node: RunNode) => RunNode): RunNode {
  // Down to the node, and up again with the new ones; without recursion, since runs may be nested by the thousand.
  const path = pathTo(place);
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
    next = withChildren(ancestor, ancestor.children.with(path[depth] as number, next));
  }
  return next;
}
