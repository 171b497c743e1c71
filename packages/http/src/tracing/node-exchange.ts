import { withoutQuery } from "../util/without-query.ts";
import { whenClosed } from "../util/when-closed.ts";
import type { RequestRun, ResponseHeaders } from "./request-run.ts";
import type { RequestTracer } from "./request-tracer.ts";
import type { TracedRequest } from "./tracing-options.ts";

/** An emitter of Node, as far as the middleware needs it. */
export interface NodeEmitter {
  emit(name: string | symbol, ...values: never[]): boolean;
}

// A property, since a map beside costs 3 us a request, most of it when garbage is collected.
const runKey: unique symbol = Symbol("rivulet.requestRun");

/** A request of `node:http` or `node:http2`, as far as the middleware needs it. */
export interface NodeRequest extends NodeEmitter {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  /** Express keeps the whole url here, while a router cuts `url`. */
  readonly originalUrl?: string | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  [runKey]?: RequestRun;
  /** Why it broke off. */
  readonly errored?: Error | null;
  /** What it came in on. */
  readonly socket?: unknown;
}

/** A response of `node:http` or `node:http2`, as far as the middleware needs it. */
export interface NodeResponse extends NodeEmitter {
  readonly statusCode: number;
  readonly headersSent: boolean;
  /** What it was destroyed with. */
  readonly errored?: Error | null;
  /** Whether all of it was handed over. */
  readonly writableFinished?: boolean;
  /** Whether it has closed. */
  readonly destroyed?: boolean;
  /** `null` while it waits behind another one on its connection. */
  readonly socket?: unknown;
  /** Of HTTP/2 alone: what it is written to, and whether that was broken off. */
  readonly stream?:
    | (Pick<NodeResponse, "writableFinished" | "destroyed"> & { readonly aborted: boolean })
    | null;
  writeHead(...values: never[]): unknown;
  getHeaderNames(): readonly string[];
  setHeader(name: string, value: string): unknown;
}

/** Tells the pattern of a request's route, as far as it is known by now. */
export type RouteReader = () => string | undefined;

/** The run of a request that {@link beginNodeExchange} began. */
export function findRequestRun(request: NodeRequest): RequestRun | undefined {
  return request[runKey];
}

/**
 * Starts the run of a request of Node's server, and ends it with the response. Everything that the request and the response
 * emit from now on is emitted inside the run: the sockets below live longer than the request, and what they cause happens
 * outside of it (the body that comes in, the room that is there for more of the response).
 *
 * `undefined` where the request is ignored, or has a run already.
 */
export function beginNodeExchange(
  tracer: RequestTracer,
  { request, response }: { readonly request: NodeRequest; readonly response: NodeResponse },
  route: RouteReader,
): RequestRun | undefined {
  if (request[runKey] !== undefined) return undefined;
  const requestRun = tracer.begin(toTracedRequest(request, route()));
  if (requestRun === undefined) return undefined;
  request[runKey] = requestRun;
  const { stream } = response;
  sendHeaders(response, requestRun);
  // What it emits is looked at here, not listened to: listeners are dear where a request has no others.
  emitInside(request, requestRun, (name) => {
    // A response that waits behind another one on its connection tells nothing when that breaks.
    if (name === "close" && request.errored != null && response.errored == null) requestRun.left();
  });
  let source: unknown;
  emitInside(response, requestRun, (name, value) => {
    // HTTP/2 says that it has finished also of a response that was broken off.
    if (name === "finish" && stream?.aborted !== true) {
      requestRun.routed(route());
      requestRun.answered(response.statusCode);
    } else if (name === "pipe") {
      source = value;
    } else if (name === "close") {
      // Some frameworks destroy the response without saying why when the stream that they send fails.
      const error = response.errored ?? errorOf(source);
      if (error != null && !isLostConnection(request, error)) requestRun.broken(error);
      else requestRun.left();
    }
  });
  if (!endIfOver(response, stream, requestRun) && stream == null)
    watchConnection(request, response, requestRun);
  return requestRun;
}

/** Has an emitter emit inside the run whatever it emits from now on. It is noted before, for as long as the run is not over. */
function emitInside(
  emitter: NodeEmitter,
  requestRun: RequestRun,
  note: (name: string | symbol, value: unknown) => void,
): void {
  const { emit } = emitter;
  emitter.emit = (...values) => {
    if (!requestRun.isOver) note(values[0], values[1]);
    // Mostly it is inside already, and nothing need be made to enter it.
    if (requestRun.isAmbient) return Reflect.apply(emit, emitter, values);
    return requestRun.enter(() => Reflect.apply(emit, emitter, values));
  };
}

// What stands before the middleware may have taken its time, or answered: of what is over nothing is emitted any more.
function endIfOver(
  response: NodeResponse,
  stream: NodeResponse["stream"],
  requestRun: RequestRun,
): boolean {
  const { writableFinished, destroyed } = stream ?? response;
  if (writableFinished === true && stream?.aborted !== true)
    requestRun.answered(response.statusCode);
  else if (destroyed === true) requestRun.left();
  return requestRun.isOver;
}

// What waits behind another one says nothing when the connection breaks, where its request has come in whole.
function watchConnection(
  request: NodeRequest,
  response: NodeResponse,
  requestRun: RequestRun,
): void {
  if (response.socket !== null) return;
  const stop = whenClosed(request.socket, () => {
    requestRun.left();
  });
  requestRun.whenOver(stop);
}

// From Node 24 on, a response that waits behind another one is told that the connection broke, as an error of its own.
function isLostConnection(request: NodeRequest, error: unknown): boolean {
  const isReset = typeof error === "object" && Reflect.get(error ?? {}, "code") === "ECONNRESET";
  return isReset && request.errored != null;
}

function errorOf(stream: unknown): unknown {
  return typeof stream === "object" && stream !== null ? Reflect.get(stream, "errored") : undefined;
}

function toTracedRequest(request: NodeRequest, route: string | undefined): TracedRequest {
  let headers: NodeRequest["headers"] | undefined;
  return {
    method: request.method ?? "GET",
    path: toPath(request.originalUrl ?? request.url ?? "/"),
    route,
    header(name) {
      headers ??= request.headers;
      const value = headers[name];
      return typeof value === "object" ? value.join(",") : value;
    },
  };
}

// A proxy is asked for the whole address, which may have credentials in it.
function toPath(target: string): string {
  const isPath = target.startsWith("/");
  const rest = isPath ? target : target.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?#]*/iu, "");
  const path = withoutQuery(rest);
  return path === "" ? "/" : path;
}

// Not before they are sent: what answers a failure (Koa, a proxy) may take all headers away, and to have any is dear.
function sendHeaders(response: NodeResponse, requestRun: RequestRun): void {
  const { writeHead } = response;
  response.writeHead = (...values) =>
    Reflect.apply(
      writeHead,
      response,
      response.headersSent ? values : nameRun(response, requestRun, values),
    );
}

/** Has a response's headers name its run where they do not, and tells what `writeHead` is called with for that. */
function nameRun(
  response: NodeResponse,
  { responseHeaders }: RequestRun,
  values: readonly unknown[],
): readonly unknown[] {
  const names = response.getHeaderNames();
  const list = values.at(-1);
  // Node writes a list as it is where no header was set, repeated names and pairs too; else it takes less than that.
  if (Array.isArray(list) && names.length === 0)
    return [...values.slice(0, -1), withHeaders(list, responseHeaders)];
  for (const header of responseHeaders)
    if (!names.includes(header[0])) response.setHeader(header[0], header[1]);
  return values;
}

/** A list of headers as `writeHead` takes it, with those that it does not have: names and values in turn, or pairs of them. */
function withHeaders(list: readonly unknown[], headers: ResponseHeaders): readonly unknown[] {
  const isOfPairs = Array.isArray(list[0]);
  const names = isOfPairs
    ? list.map((pair) => (Array.isArray(pair) ? String(pair[0]) : ""))
    : list.filter((_value, index) => index % 2 === 0).map(String);
  const known = new Set(names.map((name) => name.toLowerCase()));
  const missing = headers.filter(([name]) => !known.has(name));
  return [...list, ...(isOfPairs ? missing : missing.flat())];
}
