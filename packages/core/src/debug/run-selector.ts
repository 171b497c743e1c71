import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";
import type { CompiledFilter, FilterSubject } from "../events/event-filter.ts";
import type { EventName } from "../events/event-name.ts";
import { isRunType, runTypes, type RunType } from "../events/run-type.ts";
import { isPlainObject } from "../util/is-plain-object.ts";

/** Which runs a {@link hook} is for: each field that is given must agree. With none, it is for every run. */
export interface RunSelector<Type extends RunType = RunType> {
  /** The type of the run, or several. */
  readonly type?: Type | readonly Type[];
  /** The name of the run, or an expression that finds something in it. */
  readonly name?: string | RegExp;
  /** The run has all of these tags. */
  readonly tags?: readonly string[];
}

const keys: ReadonlySet<string> = new Set(["type", "name", "tags"]);

/**
 * Checks a selector and prepares it for use.
 *
 * @throws {@link InvalidArgumentError} when a field is unknown or has a wrong value.
 */
export function compileSelector(selector: RunSelector): SelectorFilter {
  checkSelector(selector);
  return new SelectorFilter(selector);
}

/** A selector as a filter: asked once for each run of its types. */
export class SelectorFilter implements CompiledFilter {
  readonly types: ReadonlySet<RunType>;
  readonly where: undefined;
  readonly #name: string | RegExp | undefined;
  readonly #tags: readonly string[];

  constructor({ type = runTypes, name, tags = [] }: RunSelector) {
    this.types = new Set(typeof type === "string" ? [type] : type);
    // Copies: what the caller does with its own later changes nothing.
    this.#name = name instanceof RegExp ? new RegExp(name.source, name.flags) : name;
    this.#tags = [...tags];
  }

  couldMatch(type: RunType): boolean {
    return this.types.has(type);
  }

  matchesRun({ type, name, tags }: FilterSubject): boolean {
    if (type === undefined || !this.types.has(type)) return false;
    return this.#matchesName(name) && this.#tags.every((tag) => tags.includes(tag));
  }

  matchesCustomEvent(): boolean {
    return false;
  }

  matchesEventName(name: EventName): boolean {
    return name !== "on_custom_event";
  }

  #matchesName(name: string): boolean {
    if (!(this.#name instanceof RegExp)) return this.#name === undefined || this.#name === name;
    // An expression with `g` or `y` goes on where it stopped.
    this.#name.lastIndex = 0;
    return this.#name.test(name);
  }
}

function checkSelector(selector: RunSelector): void {
  const given: unknown = selector;
  if (!isPlainObject(given))
    throw refuseSelector("selector", selector, 'an object such as { type: "tool" }');
  for (const key of Object.keys(given))
    if (!keys.has(key)) throw refuseSelector("field", key, [...keys].join(", "));
  checkTypes(selector.type);
  const { name, tags } = selector;
  if (name !== undefined && typeof name !== "string" && !(name instanceof RegExp))
    throw refuseSelector("name", name, "a string or a regular expression");
  if (tags !== undefined && !isListOfStrings(tags))
    throw refuseSelector("tags", tags, "a list of strings");
}

function checkTypes(type: RunSelector["type"]): void {
  if (type === undefined) return;
  const types: readonly unknown[] = Array.isArray(type) ? type : [type];
  const wrong = types.findIndex((one) => !isRunType(one));
  if (wrong >= 0) throw refuseSelector("type", types[wrong], runTypes.join(", "));
}

function isListOfStrings(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function refuseSelector(what: string, given: unknown, expected: string): InvalidArgumentError {
  return InvalidArgumentError.of(`The ${what} of a hook was`, given, expected);
}
