import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { HttpProblemError } from "../problems/http-problem-error.ts";
import { toProblemResponse, warnOfError } from "../problems/problem-of.ts";

/** What is adapted: `eventsHandler`, `langserveHandler`, or any other handler of the fetch kind. */
export type FetchHandler = (request: Request) => Response | Promise<Response>;

/**
 * A fetch-style handler as a listener of `node:http`, which Express takes as well: `app.use("/chat", toNodeListener(handler))`.
 *
 * Writes the body as fast as the socket takes it, and cancels it when the client is gone. A body that a parser such as
 * `express.json()` or `express.raw()` has read already is handed on. What the handler throws is answered by 500, and warned of.
 */
export function toNodeListener(
  handler: FetchHandler,
): (incoming: IncomingMessage, outgoing: ServerResponse) => void {
  return function rivuletListener(incoming, outgoing) {
    void answer(handler, incoming, outgoing).catch(() => {
      // It broke off on the way: that is all that can be said now.
      outgoing.destroy();
    });
  };
}

async function answer(
  handler: FetchHandler,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const controller = new AbortController();
  outgoing.once("close", () => {
    controller.abort();
  });
  const request = toRequest(incoming, controller.signal);
  const response = request === undefined ? noRequest() : await respond(handler, request);
  outgoing.writeHead(response.status, toNodeHeaders(response.headers));
  if (response.body === null) outgoing.end();
  else await writeBody(response.body, outgoing);
  // What was not read of a body that was refused would keep the connection busy.
  if (!incoming.complete) incoming.resume();
}

// What a handler throws was answered by nobody.
async function respond(handler: FetchHandler, request: Request): Promise<Response> {
  try {
    return await handler(request);
  } catch (error) {
    return toProblemResponse(error, warnOfError);
  }
}

function noRequest(): Response {
  return new HttpProblemError({
    status: 400,
    title: "Invalid request",
    detail:
      "The method, the address or the Host header is none that can be served here; send another.",
  }).toResponse();
}

// Each cookie is a header of its own.
function toNodeHeaders(headers: Headers): OutgoingHttpHeaders {
  const cookies = headers.getSetCookie();
  return { ...Object.fromEntries(headers), ...(cookies.length > 0 && { "set-cookie": cookies }) };
}

async function writeBody(
  body: ReadableStream<Uint8Array>,
  outgoing: ServerResponse,
): Promise<void> {
  const reader = body.getReader();
  const leave = (): void => {
    void reader.cancel().catch(() => undefined);
  };
  outgoing.once("close", leave);
  if (outgoing.destroyed) leave();
  // A body that fails while the socket takes nothing would be noticed by nobody.
  reader.closed.catch(() => outgoing.destroy());
  outgoing.flushHeaders();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    if (!outgoing.write(value)) await drained(outgoing);
    if (outgoing.destroyed) return;
  }
  outgoing.end();
}

function drained(outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      outgoing.off("drain", go);
      outgoing.off("close", go);
      resolve();
    };
    outgoing.on("drain", go);
    outgoing.on("close", go);
  });
}

/** What a framework adds to a request. */
type FrameworkRequest = IncomingMessage & {
  readonly originalUrl?: string;
  readonly body?: unknown;
};

function toRequest(incoming: FrameworkRequest, signal: AbortSignal): Request | undefined {
  const { method = "GET", headers } = incoming;
  try {
    // Express takes its mount path off `url`.
    const target = incoming.originalUrl ?? incoming.url ?? "/";
    // A proxy is asked for the whole address.
    const isWhole = /^https?:\/\//iu.test(target);
    const url = new URL(isWhole ? target : `http://${headers.host ?? "localhost"}${target}`);
    const hasBody = method !== "GET" && method !== "HEAD";
    return new Request(url, {
      method,
      headers: toHeaders(incoming),
      signal,
      ...(hasBody && { body: toBody(incoming), duplex: "half" }),
    });
  } catch {
    return undefined;
  }
}

function toHeaders(incoming: FrameworkRequest): Headers {
  const headers = new Headers();
  const { rawHeaders: raw } = incoming;
  for (let index = 0; index + 1 < raw.length; index += 2)
    headers.append(raw[index] ?? "", raw[index + 1] ?? "");
  // A parser has unpacked it as well.
  if (isParsed(incoming))
    for (const name of ["content-encoding", "content-length"]) headers.delete(name);
  return headers;
}

function isParsed({ readableEnded, body }: FrameworkRequest): boolean {
  return readableEnded && body !== undefined;
}

function toBody(incoming: FrameworkRequest): string | Uint8Array | ReadableStream<Uint8Array> {
  const { body } = incoming;
  if (!isParsed(incoming)) return Readable.toWeb(incoming) as ReadableStream<Uint8Array>;
  const isRaw = typeof body === "string" || body instanceof Uint8Array;
  return isRaw ? body : JSON.stringify(body);
}
