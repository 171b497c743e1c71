import type { RunEvent } from "@rivulet/core";

const tags: readonly string[] = [];
const metadata = {};

/** An event of a root run `a` called "a", with whatever else is said of it. */
export function makeEvent(fields: { readonly [Key in keyof RunEvent]?: unknown }): RunEvent {
  return {
    event: "on_chain_stream",
    name: fields.run_id ?? "a",
    run_id: "a",
    parent_ids: [],
    tags,
    metadata,
    data: {},
    seq: 0,
    time: 0,
    ...fields,
  } as RunEvent;
}

/** Events as {@link makeEvent} makes them, numbered and timed by their places. */
export function makeEvents(
  ...all: readonly { readonly [Key in keyof RunEvent]?: unknown }[]
): RunEvent[] {
  return all.map((fields, index) => makeEvent({ seq: index, time: index, ...fields }));
}
