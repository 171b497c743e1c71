import { ContainerState } from "./container-state.ts";
import { JsonMoment } from "./json-moment.ts";
import type { JsonValue } from "./json-value.ts";
import { createJsonView } from "./json-view.ts";
import { OpenContainer } from "./open-container.ts";

/**
 * Up to which weight the open path is copied for each snapshot, about 0.5 us of an array and 4 us of an object on Node 20, and
 * what its parts weigh. Beyond it a snapshot is a view.
 */
const MAX_COPIED_WEIGHT = 512;
const CONTAINER_WEIGHT = 16;
const KEY_WEIGHT = 8;

/** Builds the value of a document from what its grammar reads, and hands out snapshots of it. */
export class DocumentBuilder {
  #leaf: OpenContainer | undefined;
  #root: OpenContainer | undefined;
  #final: JsonValue | undefined;
  #tail: JsonValue | undefined;
  #snapshot: JsonValue | undefined;
  #hasChanged = false;
  #time = 0;
  #weight = 0;

  /** The innermost open container. */
  get leaf(): OpenContainer | undefined {
    return this.#leaf;
  }

  /** Whether there is anything to see. */
  get hasValue(): boolean {
    return this.#final !== undefined || this.#root !== undefined || this.#tail !== undefined;
  }

  /** Whether the outermost value is closed. */
  get isComplete(): boolean {
    return this.#final !== undefined;
  }

  /** Whether the visible value changed since the last call. */
  takeChange(): boolean {
    const hasChanged = this.#hasChanged;
    this.#hasChanged = false;
    return hasChanged;
  }

  /** Opens an array or object in the innermost one. */
  openContainer(isObject: boolean): void {
    const parent = this.#leaf;
    const container = new OpenContainer({ parent, isObject, openedAt: this.#time });
    if (parent === undefined) this.#root = container;
    else parent.openChild = container;
    this.#leaf = container;
    this.#weight += CONTAINER_WEIGHT;
    this.#markChange();
  }

  /** Closes the innermost container. What is seen stays as it is. */
  closeContainer(): void {
    const container = this.#leaf;
    if (container === undefined) return;
    const parent = container.parent;
    this.#weight -= CONTAINER_WEIGHT + container.values.length * memberWeight(container);
    this.#leaf = parent;
    if (parent === undefined) this.#final = container.close();
    else {
      parent.openChild = undefined;
      this.#add(parent, container.close());
    }
  }

  /** Shows a scalar that is not whole yet, as far as it is certain. */
  showPartial(value: JsonValue): void {
    if (Object.is(this.#tail, value)) return;
    this.#tail = value;
    this.#markChange();
  }

  /** Adds a whole scalar. */
  addScalar(value: JsonValue): void {
    if (!Object.is(this.#tail, value)) this.#markChange();
    this.#tail = undefined;
    if (this.#leaf === undefined) this.#final = value;
    else this.#add(this.#leaf, value);
  }

  /** The visible value, which later reading leaves as it is; the same one until something changes. */
  snapshot(): JsonValue | undefined {
    if (this.#final !== undefined) return this.#final;
    if (this.#leaf === undefined || this.#root === undefined) return this.#tail;
    return (this.#snapshot ??= this.#takeSnapshot(this.#root, this.#leaf));
  }

  #takeSnapshot(root: OpenContainer, leaf: OpenContainer): JsonValue {
    const moment = new JsonMoment({ time: this.#time, leaf, tail: this.#tail });
    this.#time += 1;
    return this.#weight <= MAX_COPIED_WEIGHT
      ? moment.toPlain(root)
      : createJsonView(new ContainerState(moment, root));
  }

  #add(container: OpenContainer, value: JsonValue): void {
    container.add(value);
    this.#weight += memberWeight(container);
  }

  #markChange(): void {
    this.#hasChanged = true;
    this.#snapshot = undefined;
  }
}

function memberWeight(container: OpenContainer): number {
  return container.isObject ? KEY_WEIGHT : 1;
}
