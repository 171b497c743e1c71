import { beginNodeExchange, type NodeRequest, type NodeResponse } from "./node-exchange.ts";
import type { RequestTracer } from "./request-tracer.ts";

/** A context of Koa. */
export interface KoaContext {
  readonly req: NodeRequest;
  readonly res: NodeResponse;
  /** Where `@koa/router` leaves the pattern of the route. */
  readonly _matchedRoute?: unknown;
}

/** A middleware of Koa. */
export type KoaMiddleware = (context: KoaContext, next: () => Promise<unknown>) => Promise<void>;

/** Makes the middleware for Koa: each request that comes to it is a run. */
export function createKoaMiddleware(tracer: RequestTracer): KoaMiddleware {
  return async function rivuletTracing(context, next) {
    const exchange = { request: context.req, response: context.res };
    const requestRun = beginNodeExchange(tracer, exchange, () => routeOf(context));
    if (requestRun === undefined) {
      await next();
      return;
    }
    try {
      await requestRun.enter(next);
    } catch (error) {
      requestRun.failed(error, context.res.headersSent);
      throw error;
    }
  };
}

function routeOf({ _matchedRoute: route }: KoaContext): string | undefined {
  return typeof route === "string" ? route : undefined;
}
