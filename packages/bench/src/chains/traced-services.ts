import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import type { Tracing } from "@rivulet/http";
import express from "express";
import fastify from "fastify";
import { Hono } from "hono";
import Koa from "koa";

/** A service that answers `GET /users/:id` with {@link answer}. */
export interface TracedService {
  readonly port: number;
  close(): Promise<void>;
}

/** What every service answers. */
export const answer = "hello";

/** Starts a service of each framework, traced or as it is. */
export const tracedServices: Readonly<
  Record<string, (trace: Tracing | undefined) => Promise<TracedService>>
> = {
  "node:http": (trace) => {
    const listener = (_request: IncomingMessage, response: ServerResponse): void => {
      response.end(answer);
    };
    return listen(createServer(trace === undefined ? listener : trace.listener(listener)));
  },
  Express: (trace) => {
    const app = express();
    if (trace !== undefined) app.use(trace.express);
    app.get("/users/:id", (_request, response) => void response.send(answer));
    return listen(createServer(app));
  },
  Fastify: async (trace) => {
    const app = fastify({ forceCloseConnections: true });
    if (trace !== undefined) await app.register(trace.fastify);
    app.get("/users/:id", (_request, reply) => reply.send(answer));
    const url = await app.listen({ host: "127.0.0.1", port: 0 });
    return { port: Number(new URL(url).port), close: () => app.close() };
  },
  Hono: (trace) => {
    const app = new Hono();
    if (trace !== undefined) app.use(trace.hono);
    app.get("/users/:id", (context) => context.text(answer));
    return listen(createAdaptorServer({ fetch: app.fetch }) as Server);
  },
  Koa: (trace) => {
    const app = new Koa();
    if (trace !== undefined) app.use(trace.koa);
    app.use((context) => {
      context.body = answer;
    });
    return listen(createServer(koaListener(app)));
  },
};

// Made once: `callback()` composes the middleware anew.
function koaListener(app: Koa): (request: IncomingMessage, response: ServerResponse) => void {
  const callback = app.callback();
  return (request, response) => void callback(request, response);
}

async function listen(server: Server): Promise<TracedService> {
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
