import {
  createRunId,
  isPromiseLike,
  RunCancelledError,
  type EventStream,
  type PromiseOrValue,
} from "@rivulet/core";
import type { RunnableConfig, StreamEvent } from "@rivulet/runnables";
import { checkAuthorized } from "../problems/check-authorized.ts";
import { HttpProblemError } from "../problems/http-problem-error.ts";
import { problemOf } from "../problems/problem-of.ts";
import { sseHeaders } from "../sse/encode-sse-frame.ts";
import { parseEventCursor, type EventCursor } from "./event-cursor.ts";
import {
  toEventsHandlerSettings,
  type EventSourceContext,
  type EventsHandlerOptions,
  type EventsHandlerSettings,
  type EventsSource,
} from "./events-handler-options.ts";
import { HostedRun } from "./hosted-run.ts";
import { readEventFilter } from "./read-event-filter.ts";
import { readRunRequest } from "./read-run-request.ts";
import { matchRoute, type EventsRoute } from "./match-route.ts";
import { encodeLostRun, encodeReset } from "./run-frames.ts";
import { RunRegistry } from "./run-registry.ts";

/** A fetch-style handler that serves events. */
export interface EventsHandler {
  /** Never rejects: what goes wrong is a problem document (RFC 9457). */
  (request: Request): Promise<Response>;
  /** How many runs it hosts: open ones, and those that are kept for a while. */
  readonly runCount: number;
  /** Cancels every run and lets go of every client. */
  close(): Promise<void>;
}

/**
 * Serves the events of runs as server-sent events, to be read by `connectEvents`, a browser's `EventSource` or anything else.
 *
 * Mounted at a path of your choice it answers: `POST` with `{ "input": … }`, which starts a run of the runnable (of a function:
 * any `GET` or `POST`) and tells its events; `GET …/runs/<id>`, which joins one or goes on after `Last-Event-ID`; and
 * `DELETE …/runs/<id>`, which cancels it. The id is in the header `x-run-id`, the path in `location`.
 *
 * @throws {@link InvalidArgumentError} when an option is wrong.
 * @see docs/events-over-http.md
 *
 * @example
 * const handler = eventsHandler(chain, { authorize: (request) => isSignedIn(request) });
 * app.all("/chat/*", (context) => handler(context.req.raw));
 */
export function eventsHandler(
  source: EventsSource,
  options: EventsHandlerOptions = {},
): EventsHandler {
  const server = new EventsServer(source, toEventsHandlerSettings(options));
  return Object.defineProperty(
    Object.assign((request: Request) => server.handle(request), { close: () => server.close() }),
    "runCount",
    { get: () => server.runCount },
  ) as EventsHandler;
}

class EventsServer {
  readonly #source: EventsSource;
  readonly #settings: EventsHandlerSettings;
  readonly #runs: RunRegistry;
  // Runs of before a restart are unknown: their ids have another epoch.
  readonly #epoch = createRunId();

  constructor(source: EventsSource, settings: EventsHandlerSettings) {
    this.#source = source;
    this.#settings = settings;
    this.#runs = new RunRegistry(settings.maxRuns, settings.retentionMs);
  }

  get runCount(): number {
    return this.#runs.size;
  }

  async handle(request: Request): Promise<Response> {
    try {
      const refusal = await checkAuthorized(request, this.#settings.authorize);
      return refusal ?? (await this.#answer(request));
    } catch (error) {
      return problemOf(error, this.#settings.report).toResponse();
    }
  }

  close(): Promise<void> {
    return this.#runs.close();
  }

  async #answer(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const route = matchRoute(url.pathname);
    const isMaker = typeof this.#source === "function";
    const allowed = route.runId === undefined ? (isMaker ? "GET, POST" : "POST") : "GET, DELETE";
    if (!allowed.split(", ").includes(request.method)) throw wrongMethod(allowed);
    if (request.method === "DELETE") return this.#cancel(route);
    const isWanted = readEventFilter(url.searchParams);
    const cursor = readCursor(request, url);
    const run = await this.#find(request, route, cursor);
    if (run === undefined) return lostRun();
    return this.#connect({ run, route, cursor, isWanted });
  }

  // A browser's own EventSource asks for the same address again, with the id of the last event.
  async #find(
    request: Request,
    route: EventsRoute,
    cursor: EventCursor | undefined,
  ): Promise<HostedRun | undefined> {
    const { runId = cursor?.runId } = route;
    if (runId === undefined) return this.#start(request);
    if (cursor === undefined) return this.#get(runId);
    if (cursor.runId !== runId) throw badCursor("It is of another run");
    if (cursor.epoch !== this.#epoch) return this.#startAgain(request);
    const run = this.#get(runId, true);
    if (cursor.place > run.lastPlace) throw badCursor("It is ahead of the run");
    return run;
  }

  #get(runId: string, wasHere = false): HostedRun {
    const run = this.#runs.get(runId);
    if (run === undefined) throw noSuchRun(wasHere);
    return run;
  }

  // After a restart a function can make its stream again; the input of a runnable is lost.
  async #startAgain(request: Request): Promise<HostedRun | undefined> {
    return typeof this.#source === "function" ? this.#start(request) : undefined;
  }

  #connect({ run, route, cursor, isWanted }: ClientRequest): Response {
    const { backpressure, highWaterMark, stallTimeoutMs, heartbeatMs } = this.#settings;
    const isRestarted = cursor !== undefined && cursor.epoch !== this.#epoch;
    const place = cursor === undefined || isRestarted ? -1 : cursor.place;
    const limits = { backpressure, highWaterMark, stallTimeoutMs, heartbeatMs };
    const greeting = isRestarted ? encodeReset("restart") : undefined;
    const connection = run.connect(place, { ...limits, isWanted, greeting });
    const location = `${route.base}/runs/${run.id}`;
    return new Response(connection.toBody(), {
      headers: { ...sseHeaders, "x-run-id": run.id, location },
    });
  }

  async #start(request: Request): Promise<HostedRun> {
    this.#runs.reserve();
    const runId = createRunId();
    const controller = new AbortController();
    const { signal } = controller;
    const opened = this.#open(request, { runId, signal });
    // A stream that somebody else reads as well starts in the next tick: then its first event must not be missed.
    const stream = isPromiseLike(opened) ? await opened : opened;
    const run = new HostedRun(runId, controller, {
      ...this.#settings,
      epoch: this.#epoch,
      isCancelledWhenLeft: this.#settings.onDisconnect === "cancel",
      redact: this.#settings.redact,
      onIdle: (idle) => {
        this.#runs.retire(idle);
      },
    });
    this.#runs.add(run);
    run.start(stream);
    return run;
  }

  #open(
    request: Request,
    context: EventSourceContext,
  ): PromiseOrValue<EventStream<unknown, StreamEvent>> {
    const source = this.#source;
    if (typeof source === "function") return source(request, context);
    return readRunRequest(request, this.#settings).then(({ input, config }) =>
      source.streamEvents(input as never, { ...config, ...context } as RunnableConfig),
    );
  }

  async #cancel({ runId = "" }: EventsRoute): Promise<Response> {
    await this.#get(runId).cancel(new RunCancelledError("The run was cancelled by its client."));
    return new Response(null, { status: 204 });
  }
}

interface ClientRequest {
  readonly run: HostedRun;
  readonly route: EventsRoute;
  readonly cursor: EventCursor | undefined;
  readonly isWanted: (event: StreamEvent) => boolean;
}

function readCursor(request: Request, url: URL): EventCursor | undefined {
  const id = request.headers.get("last-event-id") ?? url.searchParams.get("lastEventId");
  if (id === null || id === "") return undefined;
  const cursor = parseEventCursor(id);
  if (cursor === undefined) throw badCursor("It is no id of an event of this handler");
  return cursor;
}

function lostRun(): Response {
  return new Response(encodeLostRun(), { headers: sseHeaders });
}

function badCursor(what: string): HttpProblemError {
  return new HttpProblemError({
    status: 400,
    title: "Invalid Last-Event-ID",
    detail: `${what}; send the id of the last event that came in, or none.`,
  });
}

function noSuchRun(wasHere: boolean): HttpProblemError {
  return new HttpProblemError({
    status: wasHere ? 410 : 404,
    title: wasHere ? "The run is gone" : "No such run",
    detail: "The run has ended some time ago, or never was; start another one.",
  });
}

function wrongMethod(allowed: string): HttpProblemError {
  return new HttpProblemError({
    status: 405,
    title: "Method not allowed",
    detail: `This address takes ${allowed}.`,
    headers: { allow: allowed },
  });
}
