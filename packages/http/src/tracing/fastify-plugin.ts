import {
  beginNodeExchange,
  findRequestRun,
  type NodeRequest,
  type NodeResponse,
} from "./node-exchange.ts";
import type { RequestTracer } from "./request-tracer.ts";

/** A request of Fastify. */
export interface FastifyRequest {
  readonly raw: NodeRequest;
  readonly routeOptions: { readonly url?: string | undefined };
}

/** A reply of Fastify. */
export interface FastifyReply {
  readonly raw: NodeResponse;
}

/** A server of Fastify, as far as the plugin needs it. */
export interface FastifyServer {
  addHook(
    name: "onRequest",
    hook: (request: FastifyRequest, reply: FastifyReply, done: () => void) => void,
  ): unknown;
  addHook(
    name: "onError",
    hook: (...args: [FastifyRequest, FastifyReply, error: Error, done: () => void]) => void,
  ): unknown;
}

/** A plugin of Fastify. */
export type FastifyPlugin = (
  server: FastifyServer,
  options: unknown,
  done: (error?: Error) => void,
) => void;

/** Makes the plugin for Fastify: each request of the server that it is registered at is a run. */
export function createFastifyPlugin(tracer: RequestTracer): FastifyPlugin {
  const rivuletTracing: FastifyPlugin = (server, _options, done) => {
    server.addHook("onRequest", (request, reply, next) => {
      const exchange = { request: request.raw, response: reply.raw };
      const requestRun = beginNodeExchange(tracer, exchange, () => request.routeOptions.url);
      if (requestRun === undefined) next();
      else requestRun.enter(next);
    });
    // Its parameters are counted: Fastify takes a hook of another length for an asynchronous one.
    // oxlint-disable-next-line max-params
    server.addHook("onError", (request, reply, error, next) => {
      findRequestRun(request.raw)?.failed(error, reply.raw.headersSent);
      next();
    });
    done();
  };
  // Registered for the server itself, not for a scope of its own inside it: this is what `fastify-plugin` sets.
  return Object.assign(rivuletTracing, {
    [Symbol.for("skip-override")]: true,
    [Symbol.for("fastify.display-name")]: "@rivulet/http",
  });
}
