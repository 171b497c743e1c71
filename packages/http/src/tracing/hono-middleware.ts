import type { OutgoingMessage } from "../util/when-gone.ts";
import { FetchExchange, type FetchArrival } from "./fetch-exchange.ts";
import type { RequestTracer } from "./request-tracer.ts";

/** A route of Hono that a request matches; middleware counts as well. */
export interface HonoRoute {
  readonly method: string;
  readonly path: string;
}

/** A context of Hono. */
export interface HonoContext {
  readonly req: { readonly raw: Request; readonly matchedRoutes?: readonly HonoRoute[] };
  /** What the platform gives; Node's adapter gives its server's request and response. */
  readonly env?: unknown;
  /** What a handler threw. */
  readonly error?: unknown;
  get res(): Response;
  set res(response: Response | undefined);
}

/** A middleware of Hono. */
export type HonoMiddleware = (context: HonoContext, next: () => Promise<void>) => Promise<void>;

/** Makes the middleware for Hono: each request that comes to it is a run. */
export function createHonoMiddleware(tracer: RequestTracer): HonoMiddleware {
  return async function rivuletTracing(context, next) {
    const exchange = FetchExchange.begin(tracer, {
      request: context.req.raw,
      route: honoRoute(context),
      ...serverOf(context),
    });
    if (exchange === undefined) {
      await next();
      return;
    }
    try {
      await exchange.requestRun.enter(next);
      if (context.error !== undefined) exchange.requestRun.failed(context.error, false);
      const { res } = context;
      const named = exchange.respond(res);
      if (named === res) return;
      // Else Hono makes a third one of the two.
      context.res = undefined;
      context.res = named;
    } catch (error) {
      exchange.failed(error);
      throw error;
    }
  };
}

function serverOf({ env }: HonoContext): Pick<FetchArrival, "outgoing" | "socket"> | undefined {
  if (typeof env !== "object" || env === null) return undefined;
  const { incoming, outgoing } = env as {
    readonly incoming?: unknown;
    readonly outgoing?: unknown;
  };
  if (!isEmitter(outgoing)) return undefined;
  const { socket } = (incoming ?? {}) as { readonly socket?: unknown };
  return { outgoing, socket };
}

function isEmitter(value: unknown): value is OutgoingMessage {
  return typeof value === "object" && value !== null && "on" in value;
}

// The last one is the handler; middleware stands before it, for all methods.
function honoRoute({ req }: HonoContext): string | undefined {
  return req.matchedRoutes?.findLast(({ method }) => method !== "ALL")?.path;
}
