import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";

/** What a framework adds to a request. */
type FrameworkRequest = IncomingMessage & {
  readonly originalUrl?: string;
  readonly body?: unknown;
};

/** A request of Node's server as one of the fetch standard; `undefined` where it is none there. */
export function toRequest(incoming: FrameworkRequest, signal: AbortSignal): Request | undefined {
  const { method = "GET" } = incoming;
  try {
    // Express takes its mount path off `url`.
    const target = incoming.originalUrl ?? incoming.url ?? "/";
    // A proxy is asked for the whole address.
    const isWhole = /^https?:\/\//iu.test(target);
    const url = new URL(isWhole ? target : `http://${hostOf(incoming)}${target}`);
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
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const [name = "", value = ""] = raw.slice(index, index + 2);
    // Those of HTTP/2 that are no headers begin with a colon.
    if (!name.startsWith(":")) headers.append(name, value);
  }
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

function hostOf({ headers }: FrameworkRequest): string {
  const { host = headers[":authority"] } = headers;
  return typeof host === "string" ? host : "localhost";
}
