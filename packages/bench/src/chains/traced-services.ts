import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Tracing } from "@rivulet/http";

/** A service that answers `GET /users/:id` with {@link answer}, for as long as its process lives. */
export interface TracedService {
  readonly port: number;
}

/** What every service answers. */
export const answer = "hello";

/** Starts a service of each framework, traced or as it is. Each loads its framework then: a process holds what it measures. */
export const tracedServices: Readonly<
  Record<string, (trace: Tracing | undefined) => Promise<TracedService>>
> = {
  "node:http": (trace) => {
    const listener = (_request: IncomingMessage, response: ServerResponse): void => {
      response.end(answer);
    };
    return listen(createServer(trace === undefined ? listener : trace.listener(listener)));
  },
  Express: async (trace) => {
    const { default: express } = await import("express");
    const app = express();
    if (trace !== undefined) app.use(trace.express);
    app.get("/users/:id", (_request, response) => void response.send(answer));
    return listen(createServer(app));
  },
  Fastify: async (trace) => {
    const { default: fastify } = await import("fastify");
    const app = fastify();
    if (trace !== undefined) await app.register(trace.fastify);
    app.get("/users/:id", (_request, reply) => reply.send(answer));
    const url = await app.listen({ host: "127.0.0.1", port: 0 });
    return { port: Number(new URL(url).port) };
  },
  Hono: async (trace) => {
    const { Hono } = await import("hono");
    const { createAdaptorServer } = await import("@hono/node-server");
    const app = new Hono();
    if (trace !== undefined) app.use(trace.hono);
    app.get("/users/:id", (context) => context.text(answer));
    return listen(createAdaptorServer({ fetch: app.fetch }) as Server);
  },
  Koa: async (trace) => {
    const { default: Koa } = await import("koa");
    const app = new Koa();
    if (trace !== undefined) app.use(trace.koa);
    app.use((context) => {
      context.body = answer;
    });
    // Made once: `callback()` composes the middleware anew.
    const callback = app.callback();
    return listen(createServer((request, response) => void callback(request, response)));
  },
};

async function listen(server: Server): Promise<TracedService> {
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return { port: (server.address() as AddressInfo).port };
}
