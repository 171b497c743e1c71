import { createEventPredicate, type EventFilter } from "@rivulet/core";
import type { StreamEvent, StreamEventFilter } from "@rivulet/runnables";
import { eventListKeys } from "../util/event-list-keys.ts";

/** Adds the lists of a filter to an address. A list that has nothing, and so lets nothing in, is there as an empty item. */
export function addFilterParameters(url: URL, filter: StreamEventFilter | undefined): void {
  if (filter === undefined) return;
  for (const key of eventListKeys) {
    const list: readonly string[] | undefined = filter[key];
    if (list?.length === 0) url.searchParams.append(key, "");
    for (const item of list ?? []) url.searchParams.append(key, item);
  }
}

/**
 * The rest of a filter: what no server is asked.
 *
 * @throws {@link InvalidArgumentError} when the filter is wrong.
 */
export function toLocalPredicate(
  filter: StreamEventFilter | undefined,
): (event: StreamEvent) => boolean {
  if (filter === undefined) return () => true;
  createEventPredicate(filter as EventFilter);
  const { runIds, metadata, where } = filter;
  return createEventPredicate({
    ...(runIds !== undefined && { runIds }),
    ...(metadata !== undefined && { metadata }),
    ...(where !== undefined && { where: (event: StreamEvent) => where.call(filter, event) }),
  });
}
