import { isPromiseLike } from "@rivulet/core/runtime";
import { beginNodeExchange, type NodeRequest, type NodeResponse } from "./node-exchange.ts";
import type { RequestRun } from "./request-run.ts";
import type { RequestTracer } from "./request-tracer.ts";

/** A listener of `node:http`'s "request" event. */
export type NodeListener<Request extends NodeRequest, Response extends NodeResponse> = (
  request: Request,
  response: Response,
) => unknown;

/** Makes each request that a listener of `node:http` is given a run. What the listener throws goes on as it would have. */
export function traceListener<Request extends NodeRequest, Response extends NodeResponse>(
  tracer: RequestTracer,
  listener: NodeListener<Request, Response>,
): NodeListener<Request, Response> {
  return function tracedListener(request, response) {
    const requestRun = beginNodeExchange(tracer, { request, response }, () => undefined);
    if (requestRun === undefined) return listener(request, response);
    const noteFailure = (error: unknown): void => {
      requestRun.failed(error, response.headersSent);
    };
    try {
      const result = requestRun.enter(() => listener(request, response));
      return isPromiseLike(result) ? watch(result, requestRun, noteFailure) : result;
    } catch (error) {
      noteFailure(error);
      throw error;
    }
  };
}

// Work that was cancelled rejects because of that: nobody is left who had to know.
async function watch(
  result: PromiseLike<unknown>,
  requestRun: RequestRun,
  noteFailure: (error: unknown) => void,
): Promise<unknown> {
  try {
    return await result;
  } catch (error) {
    if (requestRun.isCancelled) return undefined;
    noteFailure(error);
    throw error;
  }
}
