import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { pipeline, Readable } from "node:stream";
import { createAdaptorServer } from "@hono/node-server";
import { tracing, type TracingOptions } from "@rivulet/http";
import express from "express";
import fastify from "fastify";
import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import Koa from "koa";
import { brokenChunks, chunksOf, endlessChunks, wait, work } from "./routes.ts";

/** A service that is up. */
export interface Service {
  readonly url: string;
  readonly server: Server;
  close(): Promise<void>;
}

/** How a framework serves the routes of `routes.ts`, traced. */
export interface Framework {
  readonly name: string;
  /** Whether it tells a route's pattern: when the run starts, when it ends, or never. */
  readonly tellsRoute: "start" | "end" | "never";
  start(options: TracingOptions): Promise<Service>;
}

const bodies = { stream: chunksOf, broken: brokenChunks, endless: endlessChunks } as const;

const isBody = (name: string): name is keyof typeof bodies => name in bodies;

function bodyOf(name: keyof typeof bodies, id: string): AsyncGenerator<string> {
  return bodies[name](id);
}

function refusal(): Error {
  return Object.assign(new Error("no teapot"), { status: 418, statusCode: 418, expose: true });
}

async function listen(server: Server): Promise<Service> {
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    server,
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function streamTo(response: ServerResponse, body: AsyncIterable<string>): void {
  pipeline(Readable.from(body), response, () => undefined);
}

async function readText(request: IncomingMessage): Promise<string> {
  // By listeners, as body parsers do: what they cause must be inside the run as well.
  return new Promise((resolve) => {
    let text = "";
    request.on("data", (chunk: Buffer) => (text += chunk.toString()));
    request.on("end", () => {
      resolve(work(text));
    });
  });
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [, route = "", id = ""] = (request.url ?? "").replace(/\?.*/, "").split("/");
  if (isBody(route)) streamTo(response, bodyOf(route, id));
  else if (route === "plain") response.end(await work(id));
  else if (route === "echo") response.end(await readText(request));
  else if (route === "empty") response.writeHead(204).end();
  else if (route === "never") await wait();
  else response.writeHead(route === "refuse" ? 418 : 404).end();
}

// A listener of Node has nobody to answer for it when it throws.
function answerFailures(
  listener: (request: IncomingMessage, response: ServerResponse) => unknown,
): RequestListener {
  return (request, response) => {
    Promise.resolve(listener(request, response)).catch(() => {
      response.writeHead(500).end();
    });
  };
}

const nodeHttp: Framework = {
  name: "node:http",
  tellsRoute: "never",
  start: (options) => {
    const listener = tracing(options).listener(
      async (request: IncomingMessage, response: ServerResponse) => {
        if (request.url === "/fail") throw new Error("broken");
        await answer(request, response);
      },
    );
    return listen(createServer(answerFailures(listener)));
  },
};

const expressFramework: Framework = {
  name: "Express",
  tellsRoute: "end",
  start: (options) => {
    const app = express();
    const trace = tracing(options);
    app.use(trace.express);
    app.use("/echo", express.text());
    app.post("/echo", async (request, response) => {
      response.send(await work(String(request.body)));
    });
    app.get("/plain/:id", async (request, response) => {
      response.send(await work(request.params.id));
    });
    const router = express.Router();
    for (const name of ["broken", "endless"] as const)
      router.get(`/${name}`, (_request, response) => {
        streamTo(response, bodyOf(name, ""));
      });
    router.get("/stream/:id", (request, response) => {
      streamTo(response, chunksOf(request.params.id));
    });
    app.use("/", router);
    app.get("/empty", (_request, response) => void response.status(204).end());
    app.get("/never", () => wait());
    app.get("/fail", () => {
      throw new Error("broken");
    });
    app.get("/refuse", () => {
      throw refusal();
    });
    app.use(trace.expressErrors);
    // Express prints what nobody answers for.
    app.set("env", "test");
    return listen(createServer(app));
  },
};

const fastifyFramework: Framework = {
  name: "Fastify",
  tellsRoute: "start",
  start: async (options) => {
    const app = fastify({ forceCloseConnections: true });
    await app.register(tracing(options).fastify);
    app.post("/echo", (request) => work(String(request.body)));
    app.get<{ Params: { id: string } }>("/plain/:id", (request) => work(request.params.id));
    app.get<{ Params: { id: string } }>("/stream/:id", (request) =>
      Readable.from(chunksOf(request.params.id)),
    );
    app.get("/broken", () => Readable.from(brokenChunks()));
    app.get("/endless", () => Readable.from(endlessChunks()));
    app.get("/empty", (_request, reply) => reply.code(204).send());
    app.get("/never", () => wait());
    app.get("/fail", () => {
      throw new Error("broken");
    });
    app.get("/refuse", () => {
      throw refusal();
    });
    const url = await app.listen({ host: "127.0.0.1", port: 0 });
    return { url, server: app.server, close: () => app.close() };
  },
};

const honoFramework: Framework = {
  name: "Hono",
  tellsRoute: "start",
  start: (options) => {
    const app = new Hono();
    app.use(tracing(options).hono);
    app.post("/echo", async (c) => c.text(await work(await c.req.text())));
    app.get("/plain/:id", async (c) => c.text(await work(c.req.param("id"))));
    app.get("/stream/:id", (c) => c.body(toBytes(chunksOf(c.req.param("id")))));
    app.get("/broken", (c) => c.body(toBytes(brokenChunks())));
    app.get("/endless", (c) => c.body(toBytes(endlessChunks())));
    app.get("/empty", (c) => c.body(null, 204));
    app.get("/never", async (c) => {
      await wait();
      return c.text("");
    });
    app.get("/fail", () => {
      throw new Error("broken");
    });
    app.get("/refuse", () => {
      throw new HTTPException(418);
    });
    app.onError((error, c) =>
      error instanceof HTTPException ? error.getResponse() : c.text("", 500),
    );
    return listen(createAdaptorServer({ fetch: app.fetch }) as Server);
  },
};

const koaFramework: Framework = {
  name: "Koa",
  tellsRoute: "never",
  start: (options) => {
    const app = new Koa();
    app.silent = true;
    app.use(tracing(options).koa);
    app.use(async (context) => {
      const [, route = "", id = ""] = context.path.split("/");
      if (route === "fail") throw new Error("broken");
      if (route === "refuse") context.throw(418, "no teapot");
      else if (isBody(route)) context.body = Readable.from(bodyOf(route, id));
      else if (route === "plain") context.body = await work(id);
      else if (route === "echo") context.body = await readText(context.req);
      else if (route === "empty") context.status = 204;
      else if (route === "never") await wait();
    });
    return listen(createServer((request, response) => void app.callback()(request, response)));
  },
};

const fetchStyle: Framework = {
  name: "traceRoute",
  tellsRoute: "never",
  start: (options) => {
    const traced = tracing(options).route(async (request) => {
      const [, route = "", id = ""] = new URL(request.url).pathname.split("/");
      if (route === "fail") throw new Error("broken");
      if (isBody(route)) return new Response(toBytes(bodyOf(route, id)));
      if (route === "plain") return new Response(await work(id));
      if (route === "echo") return new Response(await work(await request.text()));
      if (route === "never") await wait();
      const status = { empty: 204, refuse: 418 }[route] ?? 404;
      return new Response(null, { status });
    });
    const answered = (request: Request): Promise<Response> =>
      traced(request).catch(() => new Response(null, { status: 500 }));
    return listen(createAdaptorServer({ fetch: answered }) as Server);
  },
};

function toBytes(body: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  return ReadableStream.from(body).pipeThrough(new TextEncoderStream());
}

/** Each kind of service that the middleware is for. */
export const frameworks: readonly Framework[] = [
  nodeHttp,
  expressFramework,
  fastifyFramework,
  honoFramework,
  koaFramework,
  fetchStyle,
];
