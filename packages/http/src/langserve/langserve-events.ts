import { createEventPredicate, InvalidArgumentError, type EventFilter } from "@rivulet/core";
import type { Runnable, RunnableConfig, StreamEvent } from "@rivulet/runnables";
import { createRedactor } from "../events/create-redactor.ts";
import { HttpProblemError } from "../problems/http-problem-error.ts";
import type { LangServeSettings } from "./langserve-options.ts";
import type { LangServeRequest } from "./read-langserve-request.ts";

type Version1Event = Omit<StreamEvent, "parent_ids">;

/** What a client asks for, and the signal that says that it has left. */
export interface LangServeEventsCall extends LangServeRequest {
  readonly signal: AbortSignal;
}

/**
 * The events that a client asks for, in the version that it asks for.
 *
 * @throws {@link HttpProblemError} 400 when its filter names a type that there is not.
 */
export function langServeEvents(
  runnable: Runnable,
  { input, signal, ...call }: LangServeEventsCall,
  settings: LangServeSettings,
): AsyncIterable<unknown> {
  const { config, version, filter } = call;
  const isWanted = toPredicate(filter);
  const options: RunnableConfig = { ...config, signal };
  const events =
    version === "v1"
      ? runnable.streamEvents(input, { ...options, version: "v1" })
      : runnable.streamEvents(input, options);
  return narrow(events as AsyncIterable<StreamEvent>, isWanted, settings);
}

function toPredicate(filter: LangServeRequest["filter"]): (event: StreamEvent) => boolean {
  try {
    return createEventPredicate(filter as EventFilter) as (event: StreamEvent) => boolean;
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    throw new HttpProblemError({
      status: 400,
      title: "Unknown event filter",
      detail: "The filter has a type that there is not; give run types as documented.",
    });
  }
}

// The client's filter is asked last: asked about what is not redacted yet, it would tell what that is.
async function* narrow(
  events: AsyncIterable<StreamEvent>,
  isWanted: (event: StreamEvent) => boolean,
  settings: LangServeSettings,
): AsyncGenerator<StreamEvent | Version1Event, void> {
  let told: StreamEvent[] = [];
  const tell = createRedactor(settings, (event) => {
    if (isWanted(event)) told.push(event);
  });
  for await (const event of events) {
    told = [];
    if ("parent_ids" in event) {
      tell(event);
      yield* told;
    } else {
      // Version 1 does not say what a run is below: for a redaction each is a root.
      tell({ ...(event as StreamEvent), parent_ids: [] });
      yield* told.map(withoutParents);
    }
  }
}

function withoutParents({ parent_ids: _none, ...event }: StreamEvent): Version1Event {
  return event;
}
