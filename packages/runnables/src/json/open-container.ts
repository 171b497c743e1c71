import { setOwn } from "../util/set-own.ts";
import type { JsonValue } from "./json-value.ts";

/** Shared by all arrays, and never written to. */
const NO_KEYS: string[] = [];

/** Where an {@link OpenContainer} stands in the document when it opens. */
export interface OpenContainerPlace {
  readonly parent: OpenContainer | undefined;
  readonly isObject: boolean;
  readonly openedAt: number;
}

/**
 * An array or object whose closing bracket has not been read: a log of its closed members that only grows.
 *
 * **Shape**: because entries are never changed or taken away, "the first n entries" describes the container at an earlier
 * moment for good. `keys` runs beside `values` in an object, repeated keys included. The member still open is in `openChild`, or
 * is a scalar that the moment of the snapshot remembers.
 * **Units**: `openedAt` counts snapshots; `depth` is 0 at the root.
 */
export class OpenContainer {
  readonly parent: OpenContainer | undefined;
  readonly isObject: boolean;
  readonly openedAt: number;
  readonly depth: number;
  /** How many closed members the parent had, which is this container's place in it. */
  readonly indexInParent: number;
  /** The key in the parent when that is an object. */
  readonly keyInParent: string;
  readonly keys: string[];
  readonly values: JsonValue[] = [];
  /** The key of the member being read, in an object. */
  key = "";
  openChild: OpenContainer | undefined;
  #closed: JsonValue | undefined;
  #latest: Map<string, number> | undefined;
  #earlier: Map<number, number> | undefined;

  constructor(place: OpenContainerPlace) {
    const parent = place.parent;
    this.parent = parent;
    this.isObject = place.isObject;
    this.openedAt = place.openedAt;
    this.keys = place.isObject ? [] : NO_KEYS;
    this.depth = parent === undefined ? 0 : parent.depth + 1;
    this.indexInParent = parent === undefined ? 0 : parent.values.length;
    this.keyInParent = parent === undefined ? "" : parent.key;
  }

  /** The final value once closed. */
  get closed(): JsonValue | undefined {
    return this.#closed;
  }

  /** Adds a closed member. */
  add(value: JsonValue): void {
    if (this.isObject) this.keys.push(this.key);
    this.values.push(value);
  }

  /** Makes the final, frozen value. An array is the log itself; an object is built once from its entries. */
  close(): JsonValue {
    const value = this.isObject ? this.toObject(this.values.length) : Object.freeze(this.values);
    this.#closed = value;
    return value;
  }

  /** A frozen copy of the first `count` members of an array, with the open one behind them. */
  toArray(count: number, open?: JsonValue): readonly JsonValue[] {
    const closed = count === this.values.length ? this.values : this.values.slice(0, count);
    // One allocation of the right size: `slice` and then `push` grows the copy and takes twice as long.
    return Object.freeze(open === undefined ? closed.slice() : closed.concat([open]));
  }

  /** A frozen object of the first `count` members, with the open one behind them. */
  toObject(
    count: number,
    open?: readonly [key: string, value: JsonValue],
  ): { readonly [key: string]: JsonValue } {
    return Object.freeze(this.fillObject({}, count, open));
  }

  /** Writes the first `count` members and the open one into `target`, as own properties. */
  fillObject(
    target: Record<string, JsonValue>,
    count: number,
    open?: readonly [key: string, value: JsonValue],
  ): Record<string, JsonValue> {
    for (let at = 0; at < count; at += 1) {
      const value = this.values[at];
      const key = this.keys[at];
      if (key !== undefined && value !== undefined) setOwn(target, key, value);
    }
    if (open !== undefined) setOwn(target, open[0], open[1]);
    return target;
  }

  /** The place of the last entry of `key` among the first `count`, or -1. Indexes each entry once, from the first question on. */
  indexOf(key: string, count: number): number {
    let at = this.#index().get(key) ?? -1;
    while (at >= count) at = this.#earlier?.get(at) ?? -1;
    return at;
  }

  #index(): Map<string, number> {
    const latest = (this.#latest ??= new Map<string, number>());
    const repeated = this.#earlier?.size ?? 0;
    for (let at = latest.size + repeated; at < this.keys.length; at += 1) {
      const key = this.keys[at] ?? "";
      const before = latest.get(key);
      if (before !== undefined) (this.#earlier ??= new Map<number, number>()).set(at, before);
      latest.set(key, at);
    }
    return latest;
  }
}
