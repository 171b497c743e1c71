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
    const named = this.#addHeaders(response);
    const { body, status, statusText, headers } = named;
    // Nobody reads the body of an answer to HEAD, nor says that it is left.
    if (body === null || this.#isHead) {
      this.requestRun.answered(status);
      return named;
    }
    const traced = traceBody(body, this.requestRun, status);
    return new Response(traced, { status, statusText, headers });
  }

  #addHeaders(response: Response): Response {
    const { responseHeaders } = this.requestRun;
    try {
      // What the handler says stays, as it does in Node: the events handler names the run that it serves. It is written all the
      // same, to learn whether it can be.
      for (const [name, value] of responseHeaders)
        response.headers.set(name, response.headers.get(name) ?? value);
      return response;
    } catch {
      // Those of a redirect, or of a response that came from elsewhere, can't be written to; what they say is of elsewhere.
      const { body, status, statusText } = response;
      const headers = new Headers(response.headers);
      for (const [name, value] of responseHeaders) headers.set(name, value);
      return new Response(body, { status, statusText, headers });
    }
  }
}
