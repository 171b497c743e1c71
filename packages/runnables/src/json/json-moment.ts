import type { JsonValue } from "./json-value.ts";
import type { OpenContainer } from "./open-container.ts";

/** What a {@link JsonMoment} remembers of the parser. */
export interface JsonMomentState {
  /** How many moments came before. */
  readonly time: number;
  /** The innermost open container. */
  readonly leaf: OpenContainer;
  /** The scalar being read in it, as far as it is certain. */
  readonly tail: JsonValue | undefined;
}

/**
 * An open document as it was at one moment, in constant space whatever its width and depth.
 *
 * **Shape**: the innermost container, the number of its closed members and the unfinished scalar say everything: each outer
 * container then held the members before the inner one, and the inner one as its last.
 */
export class JsonMoment {
  readonly time: number;
  readonly leaf: OpenContainer;
  readonly tail: JsonValue | undefined;
  readonly tailKey: string;
  readonly leafCount: number;
  #path: OpenContainer[] | undefined;

  constructor(state: JsonMomentState) {
    this.time = state.time;
    this.leaf = state.leaf;
    this.tail = state.tail;
    this.tailKey = state.leaf.key;
    this.leafCount = state.leaf.values.length;
  }

  /** The container that was open inside `container` at this moment. */
  childOf(container: OpenContainer): OpenContainer | undefined {
    if (container === this.leaf) return undefined;
    const child = container.openChild;
    // Still open and older than the moment, so it was open then: no need to walk the path, which may be long.
    if (child !== undefined && child.openedAt <= this.time) return child;
    return this.#pathFromRoot()[container.depth + 1];
  }

  /** A plain, frozen value of `top` as it was: built from the inside outwards, so that no depth overflows the stack. */
  toPlain(top: OpenContainer): JsonValue {
    let container = this.leaf;
    let count = this.leafCount;
    let key = this.tailKey;
    let open = this.tail;
    for (;;) {
      const value = container.isObject
        ? container.toObject(count, open === undefined ? undefined : [key, open])
        : container.toArray(count, open);
      if (container === top || container.parent === undefined) return value;
      open = value;
      count = container.indexInParent;
      key = container.keyInParent;
      container = container.parent;
    }
  }

  #pathFromRoot(): OpenContainer[] {
    if (this.#path !== undefined) return this.#path;
    const path: OpenContainer[] = [];
    for (let at: OpenContainer | undefined = this.leaf; at !== undefined; at = at.parent)
      path.push(at);
    this.#path = path.reverse();
    return this.#path;
  }
}
