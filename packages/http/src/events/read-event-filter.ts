import { createEventPredicate, InvalidArgumentError } from "@rivulet/core";
import type { StreamEvent } from "@rivulet/runnables";
import { HttpProblemError } from "../problems/http-problem-error.ts";
import { eventListKeys } from "../util/event-list-keys.ts";

const listKeys: ReadonlySet<string> = new Set(eventListKeys);

/**
 * The filter in the query string of a request: the lists of an `EventFilter` by their names, each given as often as it has
 * items (`?includeTypes=tool&includeTypes=llm`), or as `?includeTypes=` where it has none.
 *
 * @throws {@link HttpProblemError} 400 when it names a filter, a run type or an event that there is not.
 */
export function readEventFilter(parameters: URLSearchParams): (event: StreamEvent) => boolean {
  const filter: Record<string, string[]> = {};
  for (const key of new Set(parameters.keys())) {
    if (listKeys.has(key)) filter[key] = parameters.getAll(key).filter(Boolean);
    else if (/^(include|exclude)/u.test(key))
      throw unknownFilter(`There is no filter of that name`);
  }
  if (Object.keys(filter).length === 0) return () => true;
  try {
    return createEventPredicate(filter);
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    throw unknownFilter("It names a run type or an event that there is not");
  }
}

function unknownFilter(what: string): HttpProblemError {
  return new HttpProblemError({
    status: 400,
    title: "Unknown event filter",
    detail: `${what}; give ${eventListKeys.join(", ")}, with run types and events as documented.`,
  });
}
