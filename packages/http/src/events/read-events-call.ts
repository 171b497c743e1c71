import { createRunId } from "@rivulet/core";
import type { StreamEvent } from "@rivulet/runnables";
import { HttpProblemError } from "../problems/http-problem-error.ts";
import { parseEventCursor, type EventCursor } from "./event-cursor.ts";
import { matchRoute } from "./match-route.ts";
import { readEventFilter } from "./read-event-filter.ts";

/** What a request to a handler asks for. */
export interface EventsCall {
  readonly action: "start" | "read" | "cancel";
  /** The run that is meant; for one to be started, the id that it will have. */
  readonly runId: string;
  /** The path that the handler is mounted at, without a slash at its end. */
  readonly base: string;
  /** Where to go on in the run; `undefined` for its beginning. */
  readonly cursor: EventCursor | undefined;
  /** Whether the request would go on in a run that a restart has ended. */
  readonly isRestarted: boolean;
  readonly isWanted: (event: StreamEvent) => boolean;
}

/** What a handler is, as far as it decides what may be asked. */
export interface EventsCallReader {
  readonly epoch: string;
  /** Whether it makes its stream of the request itself, so that it can make it again. */
  readonly isMaker: boolean;
}

/**
 * Takes a request apart. A browser's own `EventSource` asks for the same address again, with the id of the last event: then that
 * says which run is meant.
 *
 * @throws {@link HttpProblemError} 400 when the filter or `Last-Event-ID` is wrong, 405 when the method is.
 */
export function readEventsCall(request: Request, reader: EventsCallReader): EventsCall {
  const url = new URL(request.url);
  const { base, runId } = matchRoute(url.pathname);
  checkMethod(request.method, methodsOf(runId, reader));
  const common = { base, isWanted: readEventFilter(url.searchParams) };
  if (request.method === "DELETE")
    return { ...common, ...atBeginning, action: "cancel", runId: runId ?? "" };
  const cursor = readCursor(request, url);
  if (cursor === undefined) {
    const isStart = runId === undefined;
    const action = isStart ? "start" : "read";
    return { ...common, ...atBeginning, action, runId: isStart ? createRunId() : runId };
  }
  if (cursor.runId !== (runId ?? cursor.runId)) throw badCursor("It is of another run");
  const isRestarted = cursor.epoch !== reader.epoch;
  if (isRestarted && reader.isMaker)
    return { ...common, ...atBeginning, isRestarted, action: "start", runId: createRunId() };
  return { ...common, cursor, isRestarted, action: "read", runId: cursor.runId };
}

const atBeginning = { cursor: undefined, isRestarted: false } as const;

function methodsOf(runId: string | undefined, { isMaker }: EventsCallReader): readonly string[] {
  if (runId !== undefined) return ["GET", "DELETE"];
  return isMaker ? ["GET", "POST"] : ["POST"];
}

function checkMethod(method: string, allowed: readonly string[]): void {
  if (allowed.includes(method)) return;
  throw new HttpProblemError({
    status: 405,
    title: "Method not allowed",
    detail: `This address takes ${allowed.join(", ")}.`,
    headers: { allow: allowed.join(", ") },
  });
}

/** The refusal of a `Last-Event-ID`. */
export function badCursor(what: string): HttpProblemError {
  return new HttpProblemError({
    status: 400,
    title: "Invalid Last-Event-ID",
    detail: `${what}; send the id of the last event that came in, or none.`,
  });
}

// The header counts: a browser sends it anew each time, and the address as it was.
function readCursor(request: Request, url: URL): EventCursor | undefined {
  const id = request.headers.get("last-event-id") || url.searchParams.get("lastEventId");
  if (id === null || id === "") return undefined;
  const cursor = parseEventCursor(id);
  if (cursor === undefined) throw badCursor("It is no id of an event of this handler");
  return cursor;
}
