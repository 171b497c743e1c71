import { nextStatusOf } from "./next-status-of.ts";
import { whenGone, type OutgoingMessage } from "../util/when-gone.ts";
import { withoutQuery } from "../util/without-query.ts";
import type { RequestRun } from "./request-run.ts";
import type { RequestTracer } from "./request-tracer.ts";
import { traceBody } from "./trace-body.ts";
import { hasWholeBody } from "./whole-body.ts";

/** How a request of the fetch standard came in. */
export interface FetchArrival {
  readonly request: Request;
  readonly route: string | undefined;
  /** What it is answered by, where that is Node's server and known. */
  readonly outgoing?: OutgoingMessage | undefined;
  /** What it came in on, there. */
  readonly socket?: unknown;
}

/** A request of the fetch standard that is being answered, and its run. */
export class FetchExchange {
  readonly requestRun: RequestRun;
  readonly #isHead: boolean;

  /** Starts the run of a request; `undefined` where it is ignored. */
  static begin(tracer: RequestTracer, arrival: FetchArrival): FetchExchange | undefined {
    const { request, route } = arrival;
    const requestRun = tracer.begin({
      method: request.method,
      path: pathOf(request),
      route,
      header: (name) => request.headers.get(name) ?? undefined,
    });
    return requestRun && new FetchExchange(requestRun, arrival);
  }

  private constructor(requestRun: RequestRun, { request, outgoing, socket }: FetchArrival) {
    this.requestRun = requestRun;
    this.#isHead = request.method === "HEAD";
    const leave = (): void => {
      requestRun.left();
    };
    // Dearer is the signal of a request of `@hono/node-server`: it is made when it is first read. What goes out closes once, soon
    // after its end: to take the listener away before would cost as much as to add it.
    if (outgoing !== undefined) whenGone(outgoing, socket, leave);
    else requestRun.whenOver(onAbort(request.signal, leave));
  }

  /** The response as it goes out: it names the run, and the end of its body ends it. */
  respond(response: Response): Response {
    const { status } = response;
    // One that accepts a WebSocket or tells a failure of the network can't be made anew, nor written to.
    if (status < 200) {
      this.requestRun.answered(status);
      return response;
    }
    const headers = this.#addHeaders(response.headers);
    // Nobody reads the body of an answer to HEAD, nor says that it is left.
    if (this.#isHead || hasWholeBody(response) || response.body === null) {
      this.requestRun.answered(status);
      return headers === response.headers ? response : remake(response, response.body, headers);
    }
    return remake(response, traceBody(response.body, this.requestRun, status), headers);
  }

  /** Notes what the handler threw. Next leaves its handlers so to redirect, or to say that nothing is there. */
  failed(error: unknown): void {
    const status = nextStatusOf(error);
    if (status === undefined) this.requestRun.broken(error);
    else this.requestRun.answered(status);
  }

  #addHeaders(headers: Headers): Headers {
    const { responseHeaders } = this.requestRun;
    try {
      // What the handler says stays, as it does in Node: the events handler names the run that it serves. It is written all the
      // same, to learn whether it can be.
      for (const [name, value] of responseHeaders) headers.set(name, headers.get(name) ?? value);
      return headers;
    } catch {
      // Those of a redirect, or of a response that came from elsewhere, can't be written to; what they say is of elsewhere.
      const copy = new Headers(headers);
      for (const [name, value] of responseHeaders) copy.set(name, value);
      return copy;
    }
  }
}

function remake(
  { status, statusText }: Response,
  body: ReadableStream<Uint8Array> | null,
  headers: Headers,
): Response {
  return new Response(body, { status, statusText, headers });
}

function onAbort(signal: AbortSignal, leave: () => void): () => void {
  if (signal.aborted) leave();
  else signal.addEventListener("abort", leave, { once: true });
  return () => {
    signal.removeEventListener("abort", leave);
  };
}

// A request's url is absolute, and was parsed when the request was made.
function pathOf({ url }: Request): string {
  return withoutQuery(url.slice(url.indexOf("/", url.indexOf("://") + 3)));
}
