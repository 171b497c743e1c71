import {
  createRunId,
  InvalidArgumentError,
  RunCancelledError,
  type EventStream,
} from "@rivulet/core";
import { isPromiseLike, type PromiseOrValue } from "@rivulet/core/runtime";
import type { RunnableConfig, StreamEvent } from "@rivulet/runnables";
import { checkAuthorized } from "../problems/check-authorized.ts";
import { HttpProblemError } from "../problems/http-problem-error.ts";
import { toProblemResponse } from "../problems/problem-of.ts";
import { sseHeaders } from "../sse/encode-sse-frame.ts";
import {
  toEventsHandlerSettings,
  type EventSourceContext,
  type EventsHandlerOptions,
  type EventsHandlerSettings,
  type EventsSource,
} from "./events-handler-options.ts";
import { HostedRun } from "./hosted-run.ts";
import {
  badCursor,
  readEventsCall,
  type EventsCall,
  type EventsCallReader,
} from "./read-events-call.ts";
import { readRunRequest } from "./read-run-request.ts";
import { encodeLostRun, encodeReset } from "./run-frames.ts";
import { RunRegistry } from "./run-registry.ts";

/** A fetch-style handler that serves events. */
export interface EventsHandler {
  /** Never rejects: what goes wrong is a problem document (RFC 9457). */
  (request: Request): Promise<Response>;
  /** How many runs it hosts: open ones, and those that are kept for a while. */
  readonly runCount: number;
  /** Cancels every run and lets go of every client, who are told. Requests that come later are refused (503). */
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
  readonly #reader: EventsCallReader;

  constructor(source: EventsSource, settings: EventsHandlerSettings) {
    this.#source = source;
    this.#settings = settings;
    // Runs of before a restart are unknown: their ids have another epoch.
    this.#reader = { epoch: createRunId(), isMaker: typeof source === "function" };
    this.#runs = new RunRegistry(settings.maxRuns, settings.retentionMs);
  }

  get runCount(): number {
    return this.#runs.size;
  }

  async handle(request: Request): Promise<Response> {
    try {
      const { authorize } = this.#settings;
      const call = readEventsCall(request, this.#reader);
      const refusal = await checkAuthorized(authorize, request, call);
      return refusal ?? (await this.#answer(request, call));
    } catch (error) {
      return toProblemResponse(error, this.#settings.report);
    }
  }

  close(): Promise<void> {
    return this.#runs.close();
  }

  async #answer(request: Request, call: EventsCall): Promise<Response> {
    const { action, runId, cursor, isRestarted } = call;
    if (action === "start") return this.#connect(await this.#start(request, runId), call);
    if (isRestarted) return lostRun();
    const run = this.#runs.get(runId);
    if (run === undefined) throw noSuchRun(cursor !== undefined);
    if (action === "cancel") return cancel(run);
    // A browser's EventSource connects again after the end as well, until it is told not to.
    if (run.hasEnded && cursor?.place === run.endPlace) return new Response(null, { status: 204 });
    if (cursor !== undefined && cursor.place > run.lastPlace)
      throw badCursor("It is ahead of the run");
    return this.#connect(run, call);
  }

  #connect(run: HostedRun, { base, cursor, isRestarted, isWanted }: EventsCall): Response {
    const { backpressure, highWaterMark, stallTimeoutMs, heartbeatMs } = this.#settings;
    const limits = { backpressure, highWaterMark, stallTimeoutMs, heartbeatMs };
    const greeting = isRestarted ? encodeReset("restart") : undefined;
    const connection = run.connect(cursor?.place ?? -1, { ...limits, isWanted, greeting });
    const location = `${base}/runs/${run.id}`;
    return new Response(connection.toBody(), {
      headers: { ...sseHeaders, "x-run-id": run.id, location },
    });
  }

  async #start(request: Request, runId: string): Promise<HostedRun> {
    const controller = new AbortController();
    const open = await this.#prepare(request, { runId, signal: controller.signal });
    // Nobody would know of the run.
    if (request.signal.aborted) throw clientLeft();
    const place = this.#runs.reserve();
    try {
      const opened = open();
      // A stream that somebody else reads as well starts in the next tick: then its first event must not be missed.
      const stream = checkStream(isPromiseLike(opened) ? await opened : opened);
      const run = new HostedRun(runId, controller, {
        ...this.#settings,
        epoch: this.#reader.epoch,
        isCancelledWhenLeft: this.#settings.onDisconnect === "cancel",
        onIdle: (idle) => {
          this.#runs.retire(idle);
        },
      });
      place.take(run);
      this.#begin(run, stream);
      return run;
    } catch (error) {
      place.giveBack();
      throw error;
    }
  }

  #begin(run: HostedRun, stream: EventStream<unknown, StreamEvent>): void {
    try {
      run.start(stream);
    } catch (error) {
      // It would never end, and so never leave its place.
      this.#runs.drop(run);
      throw error;
    }
  }

  // What has to be awaited of the request comes before a place is reserved.
  async #prepare(request: Request, context: EventSourceContext): Promise<OpenStream> {
    const source = this.#source;
    if (typeof source === "function") return () => source(request, context);
    const { input, config } = await readRunRequest(request, this.#settings);
    return () => source.streamEvents(input as never, { ...config, ...context } as RunnableConfig);
  }
}

type OpenStream = () => PromiseOrValue<EventStream<unknown, StreamEvent>>;

function checkStream(stream: EventStream<unknown, StreamEvent>): EventStream<unknown, StreamEvent> {
  const given: Partial<AsyncIterable<unknown>> | null | undefined = stream;
  if (typeof given?.[Symbol.asyncIterator] === "function") return stream;
  throw InvalidArgumentError.of(
    "What the function of an eventsHandler gave was",
    stream,
    "an EventStream, as streamEvents does",
  );
}

async function cancel(run: HostedRun): Promise<Response> {
  await run.cancel(new RunCancelledError("The run was cancelled by its client."));
  return new Response(null, { status: 204 });
}

function lostRun(): Response {
  return new Response(encodeLostRun(), { headers: sseHeaders });
}

// Nobody reads it.
function clientLeft(): HttpProblemError {
  return new HttpProblemError({ status: 400, title: "The client left before its run was started" });
}

function noSuchRun(wasHere: boolean): HttpProblemError {
  return new HttpProblemError({
    status: wasHere ? 410 : 404,
    title: wasHere ? "The run is gone" : "No such run",
    detail: "The run has ended some time ago, or never was; start another one.",
  });
}
