import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";
import { isPlainObject } from "../util/is-plain-object.ts";
import { eventNames, isEventName } from "./event-name.ts";
import { isRunType, runTypes } from "./run-type.ts";

/** What a field must be: in words, and of each item of a list. */
interface ListRule {
  readonly expected: string;
  isValid(this: void, item: unknown): boolean;
}

const texts: ListRule = {
  expected: "strings",
  isValid: (item) => typeof item === "string",
};
const types: ListRule = {
  expected: `the run types ${runTypes.join(", ")}`,
  isValid: isRunType,
};
const events: ListRule = {
  expected: `event names such as ${String(eventNames[0])}`,
  isValid: isEventName,
};

const listRules: Readonly<Record<string, ListRule>> = {
  includeNames: texts,
  includeTags: texts,
  excludeNames: texts,
  excludeTags: texts,
  runIds: texts,
  includeTypes: types,
  excludeTypes: types,
  includeEvents: events,
  excludeEvents: events,
};

const filterKeys: readonly string[] = [...Object.keys(listRules), "metadata", "where"];

/**
 * Refuses what is no filter: in a wrong one nothing would match, and nobody would know why.
 *
 * @throws {@link InvalidArgumentError} when a field is unknown, no list, or names an unknown type or event.
 */
export function checkEventFilter(filter: unknown): void {
  if (!isPlainObject(filter))
    throw InvalidArgumentError.of(
      "A filter was",
      filter,
      'an object such as { includeTypes: ["tool"] }',
    );
  for (const key of Object.keys(filter)) {
    if (!filterKeys.includes(key))
      throw InvalidArgumentError.of("A filter field was", key, `one of ${filterKeys.join(", ")}`);
  }
  for (const [key, rule] of Object.entries(listRules)) checkList(key, filter[key], rule);
  const { metadata, where } = filter;
  if (metadata !== undefined && !isPlainObject(metadata))
    throw InvalidArgumentError.of("metadata was", metadata, "an object");
  if (where !== undefined && typeof where !== "function")
    throw InvalidArgumentError.of("where was", where, "a function");
}

function checkList(key: string, list: unknown, { expected, isValid }: ListRule): void {
  if (list === undefined) return;
  const wanted = `a list of ${expected}`;
  if (!Array.isArray(list)) throw InvalidArgumentError.of(`${key} was`, list, wanted);
  // By index, since the other searches skip the holes of a list.
  const wrong = list.findIndex((item) => !isValid(item));
  if (wrong >= 0) throw InvalidArgumentError.of(`${key} was`, list[wrong], wanted);
}
