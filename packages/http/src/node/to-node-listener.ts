import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";

/** What is adapted: `eventsHandler`, `langserveHandler`, or any other handler of the fetch kind. */
export type FetchHandler = (request: Request) => Response | Promise<Response>;

/**
 * A fetch-style handler as a listener of `node:http`, which Express takes as well: `app.use("/chat", toNodeListener(handler))`.
 *
 * Writes the body as fast as the socket takes it, and cancels it when the client is gone. A body that a parser such as
 * `express.json()` has read already is handed on as JSON.
 */
export function toNodeListener(
  handler: FetchHandler,
): (incoming: IncomingMessage, outgoing: ServerResponse) => void {
  return function rivuletListener(incoming, outgoing) {
    void answer(handler, incoming, outgoing).catch(() => {
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
  if (request === undefined) {
    outgoing.writeHead(400).end();
    return;
  }
  const response = await handler(request);
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  if (response.body === null) outgoing.end();
  else await writeBody(response.body, outgoing);
  // What was not read of a body that was refused would keep the connection busy.
  if (!incoming.complete) incoming.resume();
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
    const path = incoming.originalUrl ?? incoming.url ?? "/";
    const url = new URL(`http://${headers.host ?? "localhost"}${path}`);
    const hasBody = method !== "GET" && method !== "HEAD";
    return new Request(url, {
      method,
      headers: toHeaders(incoming.rawHeaders),
      signal,
      ...(hasBody && { body: toBody(incoming), duplex: "half" }),
    });
  } catch {
    return undefined;
  }
}

function toHeaders(raw: readonly string[]): Headers {
  const headers = new Headers();
  for (let index = 0; index + 1 < raw.length; index += 2)
    headers.append(raw[index] ?? "", raw[index + 1] ?? "");
  return headers;
}

function toBody(incoming: FrameworkRequest): string | ReadableStream<Uint8Array> {
  const isRead = incoming.readableEnded && incoming.body !== undefined;
  if (isRead) return JSON.stringify(incoming.body);
  return Readable.toWeb(incoming) as ReadableStream<Uint8Array>;
}
