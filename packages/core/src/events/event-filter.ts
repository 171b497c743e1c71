import { checkEventFilter } from "./check-event-filter.ts";
import { customEventOrigin, type CustomEventOrigin } from "./custom-event-origin.ts";
import type { EventName } from "./event-name.ts";
import type { Metadata, RunEvent } from "./run-event.ts";
import { isRunType, type RunType } from "./run-type.ts";

/**
 * Which events are wanted. The same filter works for a callback handler, a collector, `streamEvents`, `observeRuns` and
 * `filterEvents`.
 *
 * The `include` lists of names, types and tags are OR-ed: one match in any of them is enough, and with none of them given
 * every run is wanted; an empty list matches nothing. Every other field narrows: each must agree.
 * Names, types, tags, ids and metadata are asked once per run, the event lists once per run and phase, `where` per event.
 *
 * @see The document, "Filtering events".
 */
export interface EventFilter<Event = RunEvent> {
  /** Names of runs; a custom event is found by its own name as well as by its run's. */
  readonly includeNames?: readonly string[];
  readonly includeTypes?: readonly RunType[];
  readonly includeTags?: readonly string[];
  readonly excludeNames?: readonly string[];
  readonly excludeTypes?: readonly RunType[];
  readonly excludeTags?: readonly string[];
  readonly includeEvents?: readonly EventName[];
  readonly excludeEvents?: readonly EventName[];
  /** The runs with just these ids, not their children. */
  readonly runIds?: readonly string[];
  /** Each key must have the same value in the run's metadata. */
  readonly metadata?: Metadata;
  /** Asked for each event that passed all else. One that throws counts as `false`, and the error is reported. */
  // A method, so that a filter over narrower payloads fits a handler that is told any.
  where?(event: Event): boolean;
}

/** What a filter is asked about a run. */
export interface FilterSubject {
  readonly id: string;
  readonly name: string;
  readonly type: RunType | undefined;
  readonly tags: readonly string[];
  readonly metadata: Metadata;
}

/** A filter, checked and made fast. */
export interface CompiledFilter {
  /**
   * Whether a run of this type could match, and a custom event in it, whatever else they are; with `name`, whether such a run
   * of this name could, its custom events aside.
   */
  couldMatch(type: RunType, name?: string): boolean;
  /** Whether the events of a run are wanted at all. */
  matchesRun(run: FilterSubject): boolean;
  /** Whether a custom event called `name` in this run is wanted. */
  matchesCustomEvent(run: FilterSubject, name: string): boolean;
  /** Whether events of this name are wanted. */
  matchesEventName(name: EventName): boolean;
  /** Asked last, per event. */
  readonly where: ((event: RunEvent) => boolean) | undefined;
}

/**
 * Checks a filter and prepares it for use.
 *
 * @throws {@link InvalidArgumentError} when a field is unknown, no list, or names an unknown type or event.
 */
export function compileFilter(filter: EventFilter<never>): CompiledFilter {
  checkEventFilter(filter);
  return new SetFilter(filter);
}

class SetFilter implements CompiledFilter {
  readonly where: ((event: RunEvent) => boolean) | undefined;
  /** What includes a run; `undefined` where every run is wanted. */
  readonly #includes: RunLists | undefined;
  readonly #excludes: RunLists;
  readonly #includeEvents: ReadonlySet<EventName> | undefined;
  readonly #excludeEvents: ReadonlySet<EventName> | undefined;
  readonly #runIds: ReadonlySet<string> | undefined;
  readonly #metadata: readonly (readonly [string, unknown])[];

  constructor(filter: EventFilter<never>) {
    const { includeNames, includeTypes, includeTags } = filter;
    this.where = filter.where as ((event: RunEvent) => boolean) | undefined;
    this.#includes =
      (includeNames ?? includeTypes ?? includeTags) &&
      new RunLists(includeNames, includeTypes, includeTags);
    this.#excludes = new RunLists(filter.excludeNames, filter.excludeTypes, filter.excludeTags);
    this.#includeEvents = toSet(filter.includeEvents);
    this.#excludeEvents = toSet(filter.excludeEvents);
    this.#runIds = toSet(filter.runIds);
    this.#metadata = Object.entries(filter.metadata ?? {});
  }

  couldMatch(type: RunType, name?: string): boolean {
    if (this.#excludes.types?.has(type) === true) return false;
    if (this.#includes === undefined) return true;
    const { names, types, tags } = this.#includes;
    if (types?.has(type) === true || isFilled(tags)) return true;
    return name === undefined ? isFilled(names) : names?.has(name) === true;
  }

  matchesRun(run: FilterSubject): boolean {
    return this.#isAllowed(run) && this.#includes?.matches(run) !== false;
  }

  matchesCustomEvent(run: FilterSubject, name: string): boolean {
    if (!this.#isAllowed(run) || this.#excludes.names?.has(name) === true) return false;
    return this.#includes?.names?.has(name) === true || this.#includes?.matches(run) !== false;
  }

  matchesEventName(name: EventName): boolean {
    return this.#includeEvents?.has(name) !== false && this.#excludeEvents?.has(name) !== true;
  }

  #isAllowed(run: FilterSubject): boolean {
    return (
      !this.#excludes.matches(run) &&
      this.#runIds?.has(run.id) !== false &&
      this.#metadata.every(([key, value]) => Object.is(run.metadata[key], value))
    );
  }
}

/** Lists of runs' names, types and tags: a run that is in any of them matches. */
class RunLists {
  readonly names: ReadonlySet<string> | undefined;
  readonly types: ReadonlySet<RunType | undefined> | undefined;
  readonly tags: ReadonlySet<string> | undefined;

  constructor(
    names: readonly string[] | undefined,
    types: readonly RunType[] | undefined,
    tags: readonly string[] | undefined,
  ) {
    this.names = toSet(names);
    this.types = toSet(types);
    this.tags = toSet(tags);
  }

  matches({ name, type, tags }: FilterSubject): boolean {
    if (this.names?.has(name) === true || this.types?.has(type) === true) return true;
    const wanted = this.tags;
    return wanted !== undefined && tags.some((tag) => wanted.has(tag));
  }
}

/**
 * A predicate over finished events that agrees with what a listener with the same filter would have been given.
 *
 * @throws {@link InvalidArgumentError} as {@link compileFilter} does.
 */
export function createEventPredicate<Event extends RunEvent>(
  filter: EventFilter<Event>,
): (event: Event) => boolean {
  const compiled = compileFilter(filter);
  return (event) => {
    if (!compiled.matchesEventName(event.event)) return false;
    const matches =
      event.event === "on_custom_event"
        ? compiled.matchesCustomEvent(toSubject(event, customEventOrigin(event)), event.name)
        : compiled.matchesRun(toSubject(event));
    return matches && (compiled.where === undefined || compiled.where(event));
  };
}

function toSubject(event: RunEvent, origin?: CustomEventOrigin): FilterSubject {
  const { run_id: id, tags, metadata } = event;
  const { name, type } = origin ?? { name: event.name, type: typeOfEvent(event.event) };
  return { id, name, type, tags, metadata };
}

function typeOfEvent(name: EventName): RunType | undefined {
  const type = name.slice("on_".length, name.lastIndexOf("_"));
  return isRunType(type) ? type : undefined;
}

function toSet<Value>(values: readonly Value[] | undefined): ReadonlySet<Value> | undefined {
  return values === undefined ? undefined : new Set(values);
}

function isFilled(values: ReadonlySet<string> | undefined): boolean {
  return values !== undefined && values.size > 0;
}
