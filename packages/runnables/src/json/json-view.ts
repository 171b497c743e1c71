import { ContainerState } from "./container-state.ts";
import type { JsonValue } from "./json-value.ts";

type Inspection = { [INSPECT]?: typeof inspectView };
type JsonArrayTarget = JsonValue[] & Inspection;
type JsonObjectTarget = Record<string, JsonValue> & Inspection;

const STATE = Symbol("rivulet.json.view");
const INSPECT: unique symbol = Symbol.for("nodejs.util.inspect.custom");

/** Up to so many members, copying costs no more than reading one member through a view. */
const MAX_PLAIN_MEMBERS = 8;

/**
 * What a view no longer traps once its target is filled and frozen: the engine then reads descriptors, one for each key of
 * `Object.keys` and `JSON.stringify`, from the target itself.
 */
const FILLED_TRAPS = { has: undefined, ownKeys: undefined, getOwnPropertyDescriptor: undefined };

/** Reading methods that look at many members: they run on a plain copy, which is 50 times faster than a trap per member. */
const WHOLE_READERS: ReadonlySet<string | symbol> = new Set([
  "concat",
  "entries",
  "every",
  "filter",
  "find",
  "findIndex",
  "findLast",
  "findLastIndex",
  "flat",
  "flatMap",
  "forEach",
  "includes",
  "indexOf",
  "join",
  "keys",
  "lastIndexOf",
  "map",
  "reduce",
  "reduceRight",
  "some",
  "toLocaleString",
  "toReversed",
  "toSorted",
  "toSpliced",
  "toString",
  "values",
  "with",
]);

/**
 * Makes a read-only value of a container that was open at a moment, without copying it.
 *
 * **Shape**: an array or object to every language feature but two: `structuredClone` refuses proxies, and identity with
 * the closed container is not kept. Length, members and `in` are answered from the parser's log. The first question about
 * structure (keys, spread of an object, descriptors, frozenness) makes the frozen plain value behind it, once.
 * @see docs/decisions/0003-json-snapshots.md
 */
export function createJsonView(state: ContainerState): JsonValue {
  if (state.container.isObject)
    return new Proxy<JsonObjectTarget>({ [INSPECT]: inspectView }, new ObjectView(state));
  const target: JsonArrayTarget = [];
  target[INSPECT] = inspectView;
  return new Proxy(target, new ArrayView(state));
}

/** What a value is a view of, or `undefined` when it is a plain value. */
export function jsonViewState(value: unknown): ContainerState | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const state: unknown = Reflect.get(value, STATE);
  return state instanceof ContainerState ? state : undefined;
}

/**
 * `util.inspect` passes the traps by and looks at the target, but calls this method on the view. It goes when the target is
 * filled. One function for all views: a closure and a descriptor for each would double what a view costs.
 */
function inspectView(this: unknown): JsonValue | undefined {
  return jsonViewState(this)?.toPlain();
}

abstract class JsonView<Target extends object> implements ProxyHandler<Target> {
  protected readonly state: ContainerState;
  #openValue: JsonValue | undefined;
  #isFilled = false;

  constructor(state: ContainerState) {
    this.state = state;
  }

  protected abstract fill(target: Target): void;
  protected abstract read(key: string): JsonValue | undefined;
  protected abstract inherit(key: string | symbol, receiver: unknown): unknown;

  /** The open member: the scalar, or one and the same value at each reading; an innermost small container is plain. */
  protected get openMember(): JsonValue | undefined {
    const { moment, openChild } = this.state;
    if (openChild === undefined) return moment.tail;
    return (this.#openValue ??=
      openChild === moment.leaf && moment.leafCount <= MAX_PLAIN_MEMBERS
        ? moment.toPlain(openChild)
        : createJsonView(new ContainerState(moment, openChild)));
  }

  get(_target: Target, key: string | symbol, receiver: unknown): unknown {
    if (typeof key === "string") {
      const own = this.read(key);
      if (own !== undefined) return own;
    } else if (key === STATE) {
      return this.state;
    }
    return this.inherit(key, receiver);
  }

  has(target: Target, key: string | symbol): boolean {
    if (typeof key === "string" && this.read(key) !== undefined) return true;
    const prototype = Reflect.getPrototypeOf(target);
    return prototype !== null && Reflect.has(prototype, key);
  }

  ownKeys(target: Target): (string | symbol)[] {
    return Reflect.ownKeys(this.#filled(target));
  }

  getOwnPropertyDescriptor(target: Target, key: string | symbol): PropertyDescriptor | undefined {
    return Reflect.getOwnPropertyDescriptor(this.#filled(target), key);
  }

  isExtensible(target: Target): boolean {
    return Reflect.isExtensible(this.#filled(target));
  }

  preventExtensions(target: Target): boolean {
    return Reflect.preventExtensions(this.#filled(target));
  }

  deleteProperty(target: Target, key: string | symbol): boolean {
    return Reflect.deleteProperty(this.#filled(target), key);
  }

  defineProperty(target: Target, key: string | symbol, descriptor: PropertyDescriptor): boolean {
    return Reflect.defineProperty(this.#filled(target), key, descriptor);
  }

  setPrototypeOf(target: Target, prototype: object | null): boolean {
    return Reflect.setPrototypeOf(this.#filled(target), prototype);
  }

  set(): boolean {
    return false;
  }

  #filled(target: Target): Target {
    if (!this.#isFilled) {
      this.#isFilled = true;
      Reflect.deleteProperty(target, INSPECT);
      this.fill(target);
      Object.freeze(target);
      Object.assign(this, FILLED_TRAPS);
    }
    return target;
  }
}

class ArrayView extends JsonView<JsonArrayTarget> {
  // Beside the state, as every read needs them.
  readonly #values: readonly JsonValue[];
  readonly #closedCount: number;
  #copy: readonly JsonValue[] | undefined;

  constructor(state: ContainerState) {
    super(state);
    this.#values = state.container.values;
    this.#closedCount = state.closedCount;
  }

  protected override fill(target: JsonValue[]): void {
    for (const value of this.#plainCopy()) target.push(value);
  }

  protected override read(key: string): JsonValue | undefined {
    if (key === "length") return this.state.size;
    const index = toIndex(key);
    if (index < 0 || index > this.#closedCount) return undefined;
    return index === this.#closedCount ? this.openMember : this.#values[index];
  }

  protected override inherit(key: string | symbol, receiver: unknown): unknown {
    if (key === Symbol.iterator) return () => new MemberIterator(this.state, this.openMember);
    const source = WHOLE_READERS.has(key) ? this.#plainCopy() : undefined;
    const inherited: unknown = Reflect.get(Array.prototype, key, source ?? receiver);
    return source !== undefined && typeof inherited === "function"
      ? inherited.bind(source)
      : inherited;
  }

  #plainCopy(): readonly JsonValue[] {
    return (this.#copy ??= this.state.container.toArray(this.state.closedCount, this.openMember));
  }
}

/** Walks the log without copying it; three times as fast as a generator. */
class MemberIterator implements IterableIterator<JsonValue> {
  readonly #values: readonly JsonValue[];
  readonly #closedCount: number;
  readonly #open: JsonValue | undefined;
  #at = 0;

  constructor(state: ContainerState, open: JsonValue | undefined) {
    this.#values = state.container.values;
    this.#closedCount = state.closedCount;
    this.#open = open;
  }

  [Symbol.iterator](): this {
    return this;
  }

  next(): IteratorResult<JsonValue, undefined> {
    const at = this.#at;
    const value = at < this.#closedCount ? this.#values[at] : this.#openAt(at);
    if (value === undefined) return { done: true, value };
    this.#at = at + 1;
    return { done: false, value };
  }

  #openAt(at: number): JsonValue | undefined {
    return at === this.#closedCount ? this.#open : undefined;
  }
}

class ObjectView extends JsonView<JsonObjectTarget> {
  protected override fill(target: Record<string, JsonValue>): void {
    const { closedCount, container, openKey } = this.state;
    const open = this.openMember;
    container.fillObject(
      target,
      closedCount,
      openKey === undefined || open === undefined ? undefined : [openKey, open],
    );
  }

  protected override read(key: string): JsonValue | undefined {
    const { closedCount, container, openKey } = this.state;
    if (key === openKey) return this.openMember;
    const at = container.indexOf(key, closedCount);
    return at < 0 ? undefined : container.values[at];
  }

  protected override inherit(key: string | symbol, receiver: unknown): unknown {
    return Reflect.get(Object.prototype, key, receiver);
  }
}

/** The array index that a property key writes, or -1. By hand, as `String(Number(key))` costs more than the rest of the read. */
function toIndex(key: string): number {
  let index = 0;
  for (let at = 0; at < key.length; at += 1) {
    const digit = key.charCodeAt(at) - 0x30;
    if (digit < 0 || digit > 9 || (digit === 0 && at === 0 && key.length > 1)) return -1;
    index = index * 10 + digit;
  }
  return key === "" ? -1 : index;
}
