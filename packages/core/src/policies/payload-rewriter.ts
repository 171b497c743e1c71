import type { RedactionRules } from "./redaction-rules.ts";

/** Where a text stands, for the texts of the same place in the chunks of a stream. */
export type RewriteText = (text: string, place: string) => string;

/** The fields that the payloads of runs have, by their phases. */
export const payloadFields: ReadonlySet<PropertyKey> = new Set([
  "input",
  "chunk",
  "output",
  "error",
  "reason",
]);

const noTexts = "\0";
/** By this a class says what Node prints of it, which may be more than its properties. */
const inspectCustom = Symbol.for("nodejs.util.inspect.custom");

/** Kinds of objects that are looked through in a way of their own. */
const builtIns: ReadonlySet<string> = new Set([
  "Map",
  "Set",
  "Date",
  "URL",
  "RegExp",
  "Float32Array",
  "Float64Array",
]);
/** Lists of numbers that nobody writes text in. */
const numberLists: ReadonlySet<string> = new Set(["Float32Array", "Float64Array"]);
/** Properties that objects of some kinds have by themselves. */
const innateKeys: Readonly<Record<string, readonly PropertyKey[]>> = { RegExp: ["lastIndex"] };
/** Kinds of objects whose own properties are all there is to see. */
const openKinds: ReadonlySet<string> = new Set(["Object", "Error", "AggregateError", "Arguments"]);

/**
 * Looks one value through, and makes a copy of it without what the rules hide: along the path to that, everything else is
 * the very same object. What can't be looked through is replaced by a text that says why.
 *
 * Throws what a getter throws.
 */
export class PayloadRewriter {
  readonly #rules: RedactionRules;
  readonly #rewriteText: RewriteText;
  readonly #path: string[] = [];
  readonly #place: string[] = [];
  readonly #ancestors = new Set<object>();
  #count = 0;

  constructor(rules: RedactionRules, rewriteText?: RewriteText) {
    this.#rules = rules;
    this.#rewriteText = rewriteText ?? ((text) => this.#withoutSecrets(text));
  }

  /** The value of a field of an event. */
  rewrite(value: unknown, field: string): unknown {
    return this.#child(value, field, field);
  }

  #child(value: unknown, step: string, place: string): unknown {
    this.#path.push(step);
    this.#place.push(place);
    const isHidden = value !== undefined && this.#rules.hides(this.#path);
    const rewritten = isHidden ? this.#rules.replacement : this.#value(value);
    this.#path.pop();
    this.#place.pop();
    return rewritten;
  }

  #value(value: unknown): unknown {
    const { maxTextLength, maxValues } = this.#rules.bounds;
    this.#count += 1;
    if (this.#count > maxValues) return unredactable("more values than are looked through");
    if (typeof value === "string") {
      if (value.length > maxTextLength) return unredactable("a text that is too long");
      return this.#rewriteText(value, this.#place.join(noTexts));
    }
    if (typeof value === "function") return unredactable("a function");
    if (typeof value === "object" && value !== null) return this.#object(value);
    return this.#primitive(value as number | bigint | symbol | boolean | null | undefined);
  }

  // A number may be a card's; a symbol has a text.
  #primitive(value: number | bigint | symbol | boolean | null | undefined): unknown {
    if (value === null || value === undefined || typeof value === "boolean") return value;
    const text = String(value);
    return this.#withoutSecrets(text) === text ? value : this.#rules.replacement;
  }

  #object(value: object): unknown {
    if (this.#ancestors.has(value)) return unredactable("a cycle");
    if (this.#ancestors.size >= this.#rules.bounds.maxDepth)
      return unredactable("a value that is too deep");
    this.#ancestors.add(value);
    const rewritten = this.#byKind(value);
    this.#ancestors.delete(value);
    return rewritten;
  }

  #byKind(value: object): unknown {
    if (Array.isArray(value)) return this.#list(value);
    const kind = Object.prototype.toString.call(value).slice("[object ".length, -1);
    if (openKinds.has(kind)) return this.#checkJson(this.#fields(value), value);
    if (kind === "DOMException") return this.#exception(value as DOMException);
    return this.#builtIn(value, kind);
  }

  #builtIn(value: object, kind: string): unknown {
    // Also of what only calls itself by the name of such a kind.
    if (builtIns.has(kind) && hasFields(value, kind))
      return unredactable(`an object of kind ${kind} with fields`);
    if (kind === "Map") return this.#map(value as ReadonlyMap<unknown, unknown>);
    if (kind === "Set") return this.#set(value as ReadonlySet<unknown>);
    if (kind === "Date" || numberLists.has(kind)) return value;
    if (kind === "URL" || kind === "RegExp") return this.#asText(value as URL | RegExp);
    // What it calls itself may be anything.
    return unredactable(`an object of kind ${this.#withoutSecrets(kind)}`);
  }

  // What a list has beside its items, as what `match` gives has, is left out.
  #list(list: readonly unknown[]): readonly unknown[] {
    const rewritten = list.map((item, index) =>
      this.#child(item, String(index), placeOf(item, index)),
    );
    const isSame =
      Reflect.ownKeys(list).at(-1) === "length" &&
      rewritten.every((item, index) => Object.is(item, list[index]));
    return isSame ? list : rewritten;
  }

  #fields(value: object): object {
    const fields = new Map<PropertyKey, PropertyDescriptor>();
    let isSame = this.#isPrintable(value);
    if (!isSame) fields.set(inspectCustom, { value: undefined });
    for (const key of Reflect.ownKeys(value)) {
      const { get, enumerable = false } = propertyOf(value, key);
      const before: unknown = Reflect.get(value, key);
      const after = this.#child(before, String(key), String(key));
      const name = this.#keyOf(key);
      // What a getter gives may be something else the next time. That of a stack is the engine's.
      const isStored = get === undefined || key === "stack";
      if (name !== key || !isStored || !Object.is(before, after)) isSame = false;
      fields.set(name, { value: after, enumerable, writable: true, configurable: true });
    }
    return isSame ? value : withFields(value, fields);
  }

  // What an object prints of itself may be more than its properties. One that needs more to print than a depth is not asked.
  #isPrintable(value: object): boolean {
    const print: unknown = Reflect.get(value, inspectCustom);
    if (typeof print !== "function" || this.#rules.patterns.isEmpty) return true;
    try {
      const printed: unknown = Reflect.apply(print, value, [this.#rules.bounds.maxDepth, {}]);
      return typeof printed === "string" && this.#withoutSecrets(printed) === printed;
    } catch {
      return false;
    }
  }

  #keyOf(key: string | symbol): PropertyKey {
    const isOfPayload = this.#path.length === 1 && payloadFields.has(key);
    if (isOfPayload) return key;
    if (typeof key === "string") return this.#withoutSecrets(key);
    const text = key.description ?? "";
    const told = this.#withoutSecrets(text);
    return told === text ? key : Symbol(told);
  }

  // What an object says of itself may be more than its properties.
  #checkJson(copy: object, original: object): unknown {
    if (!("toJSON" in copy) || typeof copy.toJSON !== "function") return copy;
    const json = jsonOf(copy, original);
    if (json === copy || json === original) return copy;
    const rewriter = new PayloadRewriter(this.#rules);
    rewriter.#path.push(...this.#path);
    for (const ancestor of this.#ancestors) rewriter.#ancestors.add(ancestor);
    rewriter.#count = this.#count;
    const rewritten = rewriter.#value(json);
    this.#count = rewriter.#count;
    return Object.is(rewritten, json) ? copy : rewritten;
  }

  #map(map: ReadonlyMap<unknown, unknown>): ReadonlyMap<unknown, unknown> {
    const entries = [...map].map(([key, value]) => {
      const step = typeof key === "string" ? key : "";
      // A key is no piece of the text that stands under it.
      return [this.#child(key, "", `key ${step}`), this.#child(value, step, step)] as const;
    });
    const isSame = [...map].every(([key, value], index) => {
      const [newKey, newValue] = entries[index] ?? [];
      return Object.is(newKey, key) && Object.is(newValue, value);
    });
    return isSame ? map : new Map(entries);
  }

  #set(set: ReadonlySet<unknown>): ReadonlySet<unknown> {
    const items = [...set];
    const rewritten = this.#list(items);
    return rewritten === items ? set : new Set(rewritten);
  }

  // Its message is not among its properties.
  #exception(exception: DOMException): DOMException {
    const fields = this.#fields(exception) as DOMException;
    const message = this.#withoutSecrets(exception.message);
    if (fields === exception && message === exception.message) return exception;
    const copy = new DOMException(message, exception.name);
    return Object.defineProperties(copy, Object.getOwnPropertyDescriptors(fields));
  }

  #asText(value: URL | RegExp): unknown {
    const text = String(value);
    const told = this.#withoutSecrets(text);
    return told === text ? value : told;
  }

  #withoutSecrets(text: string): string {
    return this.#rules.patterns.replaceIn(text, this.#rules.replacement);
  }
}

/** What stands for a value that can't be looked through. */
export function unredactable(what: string): string {
  return `[unredactable: ${what}]`;
}

/** What is known of a property, without the `any` that the language's own type has. */
interface Property {
  readonly get?: unknown;
  readonly enumerable?: boolean;
}

function propertyOf(value: object, key: PropertyKey): Property {
  return Object.getOwnPropertyDescriptor(value, key) ?? {};
}

function withFields(value: object, fields: ReadonlyMap<PropertyKey, PropertyDescriptor>): object {
  const copy = Object.create(Object.getPrototypeOf(value) as object | null) as object;
  for (const [name, property] of fields) Object.defineProperty(copy, name, property);
  return copy;
}

// A copy has no private fields, and may be unable to say anything.
function jsonOf(copy: object, original: object): unknown {
  try {
    return (copy as { toJSON(): unknown }).toJSON();
  } catch (error) {
    if (copy === original) throw error;
    return (original as { toJSON(): unknown }).toJSON();
  }
}

function hasFields(value: object, kind: string): boolean {
  const keys = Reflect.ownKeys(value);
  const innate = ArrayBuffer.isView(value) && "length" in value ? value.length : undefined;
  if (innate !== undefined) return keys.length !== innate;
  return keys.some((key) => innateKeys[kind]?.includes(key) !== true);
}

// Pieces of blocks and tool calls say by an index which of them they go on.
function placeOf(item: unknown, index: number): string {
  if (typeof item !== "object" || item === null || !("index" in item)) return String(index);
  return `#${String(item.index)}`;
}
