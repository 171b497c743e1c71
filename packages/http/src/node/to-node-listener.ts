import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import type { Http2ServerRequest, Http2ServerResponse } from "node:http2";
import { HttpProblemError } from "../problems/http-problem-error.ts";
import { toProblemResponse, warnOfError } from "../problems/problem-of.ts";
import { whenGone } from "../util/when-gone.ts";
import { toRequest } from "./to-request.ts";

/** What is adapted: `eventsHandler`, `langserveHandler`, or any other handler of the fetch kind. */
export type FetchHandler = (request: Request) => Response | Promise<Response>;

/**
 * A fetch-style handler as a listener of `node:http` or `node:http2`, which Express takes as well: `app.use("/chat", toNodeListener(handler))`.
 *
 * Writes the body as fast as the socket takes it, and cancels it when the client is gone. A body that a parser such as
 * `express.json()` or `express.raw()` has read already is handed on. What the handler throws is answered by 500, and warned of.
 */
export function toNodeListener(
  handler: FetchHandler,
): (
  incoming: IncomingMessage | Http2ServerRequest,
  outgoing: ServerResponse | Http2ServerResponse,
) => void {
  return function rivuletListener(incoming, outgoing) {
    // Those of HTTP/2 have all that is used of the others.
    const exchange = [incoming as IncomingMessage, outgoing as ServerResponse] as const;
    void answer(handler, ...exchange).catch(() => {
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
  const { signal } = controller;
  whenGone(outgoing, incoming.socket, () => {
    controller.abort();
  });
  const request = toRequest(incoming, signal);
  const response = request === undefined ? noRequest() : await respond(handler, request);
  const { httpVersionMajor } = incoming;
  outgoing.writeHead(response.status, toNodeHeaders(response.headers, httpVersionMajor));
  if (response.body === null) outgoing.end();
  else await writeBody(response.body, outgoing, signal);
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

function toNodeHeaders(headers: Headers, httpVersion: number): OutgoingHttpHeaders {
  const { connection, ...others } = Object.fromEntries(headers);
  // Each cookie is a header of its own.
  const cookies = headers.getSetCookie();
  return {
    ...others,
    ...(cookies.length > 0 && { "set-cookie": cookies }),
    // HTTP/2 has no header of that name.
    ...(connection !== undefined && httpVersion < 2 && { connection }),
  };
}

async function writeBody(
  body: ReadableStream<Uint8Array>,
  outgoing: ServerResponse,
  signal: AbortSignal,
): Promise<void> {
  const reader = body.getReader();
  const leave = (): void => {
    void reader.cancel().catch(() => undefined);
  };
  signal.addEventListener("abort", leave);
  if (signal.aborted) leave();
  // A body that fails while the socket takes nothing would be noticed by nobody.
  reader.closed.catch(() => outgoing.destroy());
  outgoing.flushHeaders();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    if (!outgoing.write(value)) await drained(outgoing, signal);
    if (signal.aborted) return;
  }
  outgoing.end();
}

// Or gone.
function drained(outgoing: ServerResponse, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      outgoing.off("drain", go);
      signal.removeEventListener("abort", go);
      resolve();
    };
    outgoing.on("drain", go);
    signal.addEventListener("abort", go);
    if (signal.aborted) go();
  });
}
