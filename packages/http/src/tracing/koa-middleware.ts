import { wrapMethod } from "../util/wrap-method.ts";
import { beginNodeExchange, type NodeRequest, type NodeResponse } from "./node-exchange.ts";
import type { RequestRun } from "./request-run.ts";
import type { RequestTracer } from "./request-tracer.ts";

/** A context of Koa. */
export interface KoaContext {
  readonly req: NodeRequest;
  readonly res: NodeResponse;
  readonly body?: unknown;
  /** Where `@koa/router` leaves the pattern of the route. */
  readonly _matchedRoute?: unknown;
}

/** A middleware of Koa. */
export type KoaMiddleware = (context: KoaContext, next: () => Promise<unknown>) => Promise<void>;

/** Makes the middleware for Koa: each request that comes to it is a run. */
export function createKoaMiddleware(tracer: RequestTracer): KoaMiddleware {
  return async function rivuletTracing(context, next) {
    const exchange = { request: context.req, response: context.res };
    const requestRun = beginNodeExchange(tracer, exchange, () => koaRoute(context));
    if (requestRun === undefined) {
      await next();
      return;
    }
    try {
      await requestRun.enter(next);
      readInside(context.body, requestRun);
    } catch (error) {
      requestRun.failed(error, context.res.headersSent);
      throw error;
    }
  };
}

// Koa sends the body when all middleware is done, outside of the run: a stream that makes its chunks then is entered anew.
function readInside(body: unknown, requestRun: RequestRun): void {
  wrapMethod(body, "read", (call) => requestRun.enter(call));
}

function koaRoute({ _matchedRoute: route }: KoaContext): string | undefined {
  return typeof route === "string" ? route : undefined;
}
