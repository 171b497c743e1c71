import { createEventPredicate, InvalidArgumentError, type EventFilter } from "@rivulet/core";
import type { Runnable, RunnableConfig, StreamEvent, StreamEventFilter } from "@rivulet/runnables";
import { createRedactor } from "../events/create-redactor.ts";
import { HttpProblemError } from "../problems/http-problem-error.ts";
import type { LangServeSettings } from "./langserve-options.ts";
import type { LangServeRequest } from "./read-langserve-request.ts";

/**
 * The events that a client asks for, in the version that it asks for.
 *
 * @throws {@link HttpProblemError} 400 when its filter names a type that there is not.
 */
export function langServeEvents(
  runnable: Runnable,
  { input, config, version, filter }: LangServeRequest,
  settings: LangServeSettings,
): AsyncIterable<unknown> {
  try {
    const options: RunnableConfig = config;
    const wanted: StreamEventFilter = filter;
    const events =
      version === "v1"
        ? runnable.streamEvents(input, { ...options, version: "v1" }, wanted)
        : runnable.streamEvents(input, options, wanted);
    return narrow(events as AsyncIterable<StreamEvent>, settings);
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    throw new HttpProblemError({
      status: 400,
      title: "Unknown event filter",
      detail:
        "The filter or the config has a value that there is not; give run types as documented.",
    });
  }
}

// What a version 1 event lacks no filter of the server's asks for but `where`.
async function* narrow(
  events: AsyncIterable<StreamEvent>,
  { filter, redact, report }: LangServeSettings,
): AsyncGenerator<StreamEvent, void> {
  const isAllowed = filter && createEventPredicate(filter as EventFilter);
  let told: StreamEvent[] = [];
  const tell = createRedactor({ redact, report }, (event) => told.push(event));
  for await (const event of events) {
    if (isAllowed?.(event) === false) continue;
    told = [];
    tell(event);
    yield* told;
  }
}
