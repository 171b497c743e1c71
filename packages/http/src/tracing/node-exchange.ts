import { wrapMethod } from "../util/wrap-method.ts";
import type { RequestRun } from "./request-run.ts";
import type { RequestTracer } from "./request-tracer.ts";
import type { TracedRequest } from "./tracing-options.ts";

/** An emitter of Node, as far as the middleware needs it. */
export interface NodeEmitter {
  emit(name: string | symbol, ...values: never[]): boolean;
  once(name: string, listener: (value: unknown) => void): unknown;
}

/** A request of `node:http` or `node:http2`, as far as the middleware needs it. */
export interface NodeRequest extends NodeEmitter {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  /** Express keeps the whole url here, while a router cuts `url`. */
  readonly originalUrl?: string | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Why it broke off. */
  readonly errored?: Error | null;
}

/** A response of `node:http` or `node:http2`, as far as the middleware needs it. */
export interface NodeResponse extends NodeEmitter {
  readonly statusCode: number;
  readonly headersSent: boolean;
  /** What it was destroyed with. */
  readonly errored?: Error | null;
  /** Of HTTP/2 alone: whether it was broken off. */
  readonly stream?: { readonly aborted: boolean } | null;
  hasHeader(name: string): boolean;
  setHeader(name: string, value: string): unknown;
}

/** Tells the pattern of a request's route, as far as it is known by now. */
export type RouteReader = () => string | undefined;

const exchanges = new WeakMap<NodeRequest, RequestRun>();

/** The run of a request that {@link beginNodeExchange} began. */
export function findRequestRun(request: NodeRequest): RequestRun | undefined {
  return exchanges.get(request);
}

/**
 * Starts the run of a request of Node's server, and ends it with the response. Everything that the request and the response
 * emit from now on is emitted inside the run. `undefined` where the request is ignored, or has a run already.
 */
export function beginNodeExchange(
  tracer: RequestTracer,
  { request, response }: { readonly request: NodeRequest; readonly response: NodeResponse },
  route: RouteReader,
): RequestRun | undefined {
  if (exchanges.has(request)) return undefined;
  const requestRun = tracer.begin(toTracedRequest(request, route()));
  if (requestRun === undefined) return undefined;
  exchanges.set(request, requestRun);
  sendHeaders(response, requestRun);
  response.once("finish", () => {
    // HTTP/2 says so also of a response that was broken off.
    if (response.stream?.aborted === true) return;
    requestRun.routed(route());
    requestRun.answered(response.statusCode);
  });
  let source: unknown;
  response.once("pipe", (stream) => {
    source = stream;
  });
  response.once("close", () => {
    // Some frameworks destroy the response without saying why when the stream that they send fails.
    const error = response.errored ?? errorOf(source);
    if (error != null && !isLostConnection(request, error)) requestRun.broken(error);
    else requestRun.left();
  });
  // A response that waits behind another one on its connection tells nothing when that breaks.
  request.once("close", () => {
    if (request.errored != null && response.errored == null) requestRun.left();
  });
  emitInside(request, requestRun);
  emitInside(response, requestRun);
  return requestRun;
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
  return {
    method: request.method ?? "GET",
    path: pathOf(request.originalUrl ?? request.url ?? "/"),
    route,
    header(name) {
      const value = request.headers[name];
      return typeof value === "object" ? value.join(",") : value;
    },
  };
}

// A proxy is asked for the whole address, which may have credentials in it.
function pathOf(url: string): string {
  const path = url.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?#]*/iu, "").replace(/[?#].*$/su, "");
  return path === "" ? "/" : path;
}

// Again just before they are sent: what answers a failure (Koa, a proxy) may have taken all headers away.
function sendHeaders(response: NodeResponse, requestRun: RequestRun): void {
  const setMissing = (): void => {
    if (response.headersSent) return;
    for (const [name, value] of requestRun.responseHeaders)
      if (!response.hasHeader(name)) response.setHeader(name, value);
  };
  setMissing();
  wrapMethod(response, "writeHead", (call) => {
    setMissing();
    return call();
  });
}

// The sockets below live longer than the request, so that what they cause happens outside of its run: the body of the request
// that comes in, the room that is there for more of the response.
function emitInside(emitter: NodeEmitter, requestRun: RequestRun): void {
  wrapMethod(emitter, "emit", (call) => requestRun.enter(call));
}
