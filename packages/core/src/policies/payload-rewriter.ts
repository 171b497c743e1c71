import type { RedactionRules } from "./redaction-rules.ts";

/** Where a text stands, for the texts of the same place in the chunks of a stream. */
export type RewriteText = (text: string, place: string) => string;

const noTexts = "\0";

/** Lists of numbers that nobody writes text in. */
const numberLists: ReadonlySet<string> = new Set(["Float32Array", "Float64Array"]);
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
    if (kind === "Map") return this.#map(value as ReadonlyMap<unknown, unknown>);
    if (kind === "Set") return this.#set(value as ReadonlySet<unknown>);
    if (kind === "Date" || numberLists.has(kind)) return value;
    if (kind === "DOMException") return this.#exception(value as DOMException);
    if (kind === "URL" || kind === "RegExp") return this.#asText(value as URL | RegExp);
    return unredactable(`an object of kind ${kind}`);
  }

  #list(list: readonly unknown[]): readonly unknown[] {
    const rewritten = list.map((item, index) =>
      this.#child(item, String(index), placeOf(item, index)),
    );
    return rewritten.every((item, index) => Object.is(item, list[index])) ? list : rewritten;
  }

  #fields(value: object): object {
    const changed = new Map<PropertyKey, readonly [PropertyKey, unknown]>();
    const keys = Reflect.ownKeys(value);
    for (const key of keys) {
      const before: unknown = Reflect.get(value, key);
      const name = typeof key === "string" ? this.#withoutSecrets(key) : key;
      const after = this.#child(before, String(key), String(key));
      if (name !== key || !Object.is(before, after)) changed.set(key, [name, after]);
    }
    if (changed.size === 0) return value;
    const copy = Object.create(Object.getPrototypeOf(value) as object | null) as object;
    for (const key of keys) {
      const [name, field] = changed.get(key) ?? [key, Reflect.get(value, key) as unknown];
      const enumerable = Object.prototype.propertyIsEnumerable.call(value, key);
      const property = { value: field, enumerable, writable: true, configurable: true };
      Object.defineProperty(copy, name, property);
    }
    return copy;
  }

  // What an object says of itself may be more than its properties.
  #checkJson(copy: object, original: object): unknown {
    if (!("toJSON" in copy) || typeof copy.toJSON !== "function") return copy;
    const json: unknown = (copy as { toJSON(): unknown }).toJSON();
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
      return [this.#child(key, "", step), this.#child(value, step, step)] as const;
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
    const message = this.#withoutSecrets(exception.message);
    const stack = this.#withoutSecrets(exception.stack ?? "");
    if (message === exception.message && stack === (exception.stack ?? "")) return exception;
    const copy = new DOMException(message, exception.name);
    Object.defineProperty(copy, "stack", { value: stack, configurable: true });
    return copy;
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

// Pieces of blocks and tool calls say by an index which of them they go on.
function placeOf(item: unknown, index: number): string {
  if (typeof item !== "object" || item === null || !("index" in item)) return String(index);
  return `#${String(item.index)}`;
}
