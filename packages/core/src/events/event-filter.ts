import { checkEventFilter } from "./check-event-filter.ts";
import { customEventOrigin } from "./custom-event-origin.ts";
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
  readonly #includes: Includes | undefined;
  readonly #excludeNames: ReadonlySet<string> | undefined;
  readonly #excludeTypes: ReadonlySet<RunType> | undefined;
  readonly #excludeTags: ReadonlySet<string> | undefined;
  readonly #includeEvents: ReadonlySet<EventName> | undefined;
  readonly #excludeEvents: ReadonlySet<EventName> | undefined;
  readonly #runIds: ReadonlySet<string> | undefined;
  readonly #metadata: readonly (readonly [string, unknown])[];

  constructor(filter: EventFilter<never>) {
    this.where = filter.where as ((event: RunEvent) => boolean) | undefined;
    this.#includes = includesOf(filter);
    this.#excludeNames = toSet(filter.excludeNames);
    this.#excludeTypes = toSet(filter.excludeTypes);
    this.#excludeTags = toSet(filter.excludeTags);
    this.#includeEvents = toSet(filter.includeEvents);
    this.#excludeEvents = toSet(filter.excludeEvents);
    this.#runIds = toSet(filter.runIds);
    this.#metadata = Object.entries(filter.metadata ?? {});
  }

  couldMatch(type: RunType, name?: string): boolean {
    if (this.#excludeTypes?.has(type) === true) return false;
    if (this.#includes === undefined) return true;
    const { names, types, tags } = this.#includes;
    if (types?.has(type) === true || isFilled(tags)) return true;
    return name === undefined ? isFilled(names) : names?.has(name) === true;
  }

  matchesRun(run: FilterSubject): boolean {
    return (
      this.#isAllowed(run) && (this.#includes === undefined || isIncluded(this.#includes, run))
    );
  }

  matchesCustomEvent(run: FilterSubject, name: string): boolean {
    if (!this.#isAllowed(run) || this.#excludeNames?.has(name) === true) return false;
    const includes = this.#includes;
    return (
      includes === undefined || includes.names?.has(name) === true || isIncluded(includes, run)
    );
  }

  matchesEventName(name: EventName): boolean {
    return (
      (this.#includeEvents === undefined || this.#includeEvents.has(name)) &&
      this.#excludeEvents?.has(name) !== true
    );
  }

  #isAllowed(run: FilterSubject): boolean {
    if (this.#excludeNames?.has(run.name) === true) return false;
    if (run.type !== undefined && this.#excludeTypes?.has(run.type) === true) return false;
    if (this.#runIds !== undefined && !this.#runIds.has(run.id)) return false;
    if (!this.#metadata.every(([key, value]) => Object.is(run.metadata[key], value))) return false;
    return this.#excludeTags === undefined || !hasAny(this.#excludeTags, run.tags);
  }
}

interface Includes {
  readonly names: ReadonlySet<string> | undefined;
  readonly types: ReadonlySet<RunType> | undefined;
  readonly tags: ReadonlySet<string> | undefined;
}

function includesOf(filter: EventFilter<never>): Includes | undefined {
  const names = toSet(filter.includeNames);
  const types = toSet(filter.includeTypes);
  const tags = toSet(filter.includeTags);
  return names === undefined && types === undefined && tags === undefined
    ? undefined
    : { names, types, tags };
}

function isIncluded(includes: Includes, run: FilterSubject): boolean {
  if (includes.names?.has(run.name) === true) return true;
  if (run.type !== undefined && includes.types?.has(run.type) === true) return true;
  return includes.tags !== undefined && hasAny(includes.tags, run.tags);
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
        ? compiled.matchesCustomEvent(customEventSubject(event), event.name)
        : compiled.matchesRun(runSubject(event, typeOfEvent(event.event)));
    return matches && (compiled.where === undefined || compiled.where(event));
  };
}

function runSubject(event: RunEvent, type: RunType | undefined): FilterSubject {
  const { run_id: id, name, tags, metadata } = event;
  return { id, name, type, tags, metadata };
}

function customEventSubject(event: RunEvent): FilterSubject {
  const origin = customEventOrigin(event);
  return origin === undefined
    ? runSubject(event, undefined)
    : { ...runSubject(event, origin.type), name: origin.name };
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

function hasAny(wanted: ReadonlySet<string>, values: readonly string[]): boolean {
  return values.some((value) => wanted.has(value));
}
