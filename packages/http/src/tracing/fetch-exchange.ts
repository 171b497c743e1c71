import { nextStatusOf } from "./next-status-of.ts";
import type { RequestRun } from "./request-run.ts";
import type { RequestTracer } from "./request-tracer.ts";
import { traceBody } from "./trace-body.ts";

/** A request of the fetch standard that is being answered, and its run. */
export class FetchExchange {
  readonly requestRun: RequestRun;
  readonly #isHead: boolean;

  /** Starts the run of a request; `undefined` where it is ignored. */
  static begin(
    tracer: RequestTracer,
    request: Request,
    route: string | undefined,
  ): FetchExchange | undefined {
    const requestRun = tracer.begin({
      method: request.method,
      path: new URL(request.url).pathname,
      route,
      header: (name) => request.headers.get(name) ?? undefined,
    });
    return requestRun && new FetchExchange(requestRun, request);
  }

  private constructor(requestRun: RequestRun, { method, signal }: Request) {
    this.requestRun = requestRun;
    this.#isHead = method === "HEAD";
    const onAbort = (): void => {
      requestRun.left();
    };
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
    requestRun.whenOver(() => {
      signal.removeEventListener("abort", onAbort);
    });
  }

  /** The response as it goes out: it names the run, and the end of its body ends it. */
  respond(response: Response): Response {
    const { status, statusText } = response;
    // One that accepts a WebSocket or tells a failure of the network can't be made anew, nor written to.
    if (status < 200) {
      this.requestRun.answered(status);
      return response;
    }
    const { body, headers } = this.#addHeaders(response);
    // Nobody reads the body of an answer to HEAD, nor says that it is left.
    if (body === null || this.#isHead) {
      this.requestRun.answered(status);
      return headers === response.headers
        ? response
        : new Response(body, { status, statusText, headers });
    }
    const traced = traceBody(body, this.requestRun, status);
    return new Response(traced, { status, statusText, headers });
  }

  /** Notes what the handler threw. Next leaves its handlers so to redirect, or to say that nothing is there. */
  failed(error: unknown): void {
    const status = nextStatusOf(error);
    if (status === undefined) this.requestRun.broken(error);
    else this.requestRun.answered(status);
  }

  #addHeaders({ body, headers }: Response): Pick<Response, "body" | "headers"> {
    const { responseHeaders } = this.requestRun;
    try {
      // What the handler says stays, as it does in Node: the events handler names the run that it serves. It is written all the
      // same, to learn whether it can be.
      for (const [name, value] of responseHeaders) headers.set(name, headers.get(name) ?? value);
      return { body, headers };
    } catch {
      // Those of a redirect, or of a response that came from elsewhere, can't be written to; what they say is of elsewhere.
      const copy = new Headers(headers);
      for (const [name, value] of responseHeaders) copy.set(name, value);
      return { body, headers: copy };
    }
  }
}
