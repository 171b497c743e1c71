import { once } from "node:events";
import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import {
  connect as connectHttp2,
  createServer as createHttp2Server,
  type Http2ServerRequest,
  type Http2ServerResponse,
} from "node:http2";
import type { AddressInfo } from "node:net";
import { getCurrentRun } from "@rivulet/core";
import { tracing, traceRoute } from "@rivulet/http";
import express from "express";
import fastify from "fastify";
import { Hono } from "hono";
import Koa from "koa";
import { work } from "../support/routes.ts";
import { sendRaw } from "../support/send-raw.ts";
import { useRequestLog } from "../support/use-request-log.ts";
import { useServers } from "../support/use-servers.ts";

const log = useRequestLog();
const trace = tracing({ callbacks: [log] });
const open = useServers();

function listen(
  listener: (request: IncomingMessage, response: ServerResponse) => unknown,
): Promise<number> {
  return open(createServer((request, response) => void listener(request, response)));
}

function serve(
  answer: (request: IncomingMessage, response: ServerResponse) => unknown,
): Promise<number> {
  return listen(trace.listener(answer));
}

const url = (port: number, path = "/"): string => `http://127.0.0.1:${String(port)}${path}`;

describe("a request", () => {
  it("to a whole address tells neither its credentials nor its query", async () => {
    const port = await serve((_request, response) => response.end("ok"));
    const head =
      "GET http://ada:hunter2@host/a/b?token=hunter2 HTTP/1.1\r\nHost: host\r\nConnection: close\r\n\r\n";
    expect(await sendRaw(port, head)).toContain("200 OK");
    expect((await log.outcome()).name).toBe("GET /a/b");
    expect(JSON.stringify(log.events)).not.toContain("hunter2");
  });

  it("that waits for 100-continue is one run, with its body read inside", async () => {
    const port = await serve(async (request, response) => {
      let text = "";
      for await (const piece of request) text += String(piece);
      response.end(await work(text));
    });
    const answer = await new Promise<string>((resolve) => {
      const outgoing = httpRequest(
        { port, host: "127.0.0.1", method: "POST", headers: { expect: "100-continue" } },
        (incoming) => {
          incoming.on("data", (bytes) => {
            resolve(String(bytes));
          });
        },
      );
      outgoing.on("continue", () => outgoing.end("late"));
      outgoing.flushHeaders();
    });
    expect(answer).toBe("<late>");
    await log.outcome();
    expect(log.of("on_tool_start")).toHaveLength(1);
  });

  it("to upgrade is none", async () => {
    const answer = trace.listener((_request: IncomingMessage, response: ServerResponse) =>
      response.end(),
    );
    const server = createServer((request, response) => void answer(request, response));
    server.on("upgrade", (_request, socket) =>
      socket.end("HTTP/1.1 101 Switching Protocols\r\n\r\n"),
    );
    const port = await open(server);
    const head =
      "GET / HTTP/1.1\r\nHost: host\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
    expect(await sendRaw(port, head)).toContain("101");
    expect(log.events).toEqual([]);
  });
});

describe("a request of HTTP/2", () => {
  it.each<[string, string]>([
    ["that is answered", "on_chain_end"],
    ["whose client leaves", "on_chain_cancel"],
  ])("%s is a run", async (what, event) => {
    const isLeft = what !== "that is answered";
    const listener = trace.listener(
      async (_request: Http2ServerRequest, response: Http2ServerResponse) => {
        response.write(await work("first"));
        if (!isLeft) response.end();
      },
    );
    const server = createHttp2Server(
      (request, response) => void listener(request, response),
    ).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const client = connectHttp2(`http://127.0.0.1:${String(port)}`);
    const stream = client.request({ ":path": "/chat?token=1" });
    stream.on("error", () => undefined);
    const [headers] = (await once(stream, "response")) as [Record<string, unknown>];
    await once(stream, "data");
    if (isLeft) stream.close(8);
    const end = await log.outcome();
    expect(end).toMatchObject({ event, name: "GET /chat", run_id: headers["x-run-id"] });
    expect(log.of("on_tool_start")[0]?.parent_ids).toEqual([end.run_id]);
    client.destroy();
    server.close();
  });
});

describe("a response", () => {
  it("that is ended twice ends its run once", async () => {
    const port = await serve((_request, response) => {
      response.on("error", () => undefined);
      response.end("once");
      response.end("twice");
    });
    expect(await (await fetch(url(port))).text()).toBe("once");
    expect((await log.outcome()).data).toEqual({ output: { status: 200 } });
  });

  it("that is destroyed cancels its run", async () => {
    const port = await serve((_request, response) => response.destroy());
    await expect(fetch(url(port))).rejects.toThrow();
    expect((await log.outcome()).event).toBe("on_chain_cancel");
  });

  it.each(["finish", "close"])("emits %s inside its run", async (event) => {
    const port = await serve((_request, response) => {
      response.on(event, () => void work(event));
      response.end("ok");
    });
    const runId = (await fetch(url(port))).headers.get("x-run-id");
    const inside = await log.first(({ name }) => name === "work");
    expect(inside.parent_ids).toEqual([runId]);
    await log.first(({ event: told }) => told === "on_tool_end");
    await log.outcome();
    // It comes behind the end of its parent, where the two have nothing to do with each other.
    log.events.length = 0;
  });

  it.each([204, 304])("without a body (%i) ends its run", async (status) => {
    const port = await serve((_request, response) => response.writeHead(status).end());
    expect((await fetch(url(port))).status).toBe(status);
    expect((await log.outcome()).data).toEqual({ output: { status } });
  });
});

describe("a framework that leaves the response to its handler", () => {
  it("Fastify's reply.hijack()", async () => {
    const app = fastify();
    await app.register(trace.fastify);
    app.get("/", (_request, reply) => {
      reply.hijack();
      void work("raw").then((text) => reply.raw.end(text));
    });
    const address = await app.listen({ port: 0, host: "127.0.0.1" });
    expect(await (await fetch(address)).text()).toBe("<raw>");
    expect((await log.outcome()).event).toBe("on_chain_end");
    await app.close();
  });

  it("Koa's ctx.respond = false", async () => {
    const app = new Koa();
    app.use(trace.koa);
    app.use(async (context) => {
      context.respond = false;
      const text = await work("raw");
      context.res.statusCode = 200;
      context.res.end(text);
    });
    expect(await (await fetch(url(await listen(app.callback())))).text()).toBe("<raw>");
    expect((await log.outcome()).event).toBe("on_chain_end");
  });

  it("Express's sendFile", async () => {
    const app = express();
    app.use(trace.express);
    app.get("/file", (_request, response) => {
      response.sendFile("package.json", { root: process.cwd() });
    });
    expect(await (await fetch(url(await listen(app), "/file"))).text()).toContain("workspace");
    expect((await log.outcome()).data).toEqual({ output: { status: 200, route: "/file" } });
  });
});

describe("Express's routers, one in the other", () => {
  it("tell the whole pattern of the route", async () => {
    const app = express();
    app.use(trace.express);
    const inner = express.Router();
    inner.get("/users/:id", async (request, response) => {
      response.send(await work(request.params.id));
    });
    app.use("/api", express.Router().use("/v1", inner));
    expect(await (await fetch(url(await listen(app), "/api/v1/users/ada"))).text()).toBe("<ada>");
    expect((await log.outcome()).data).toEqual({
      output: { status: 200, route: "/api/v1/users/:id" },
    });
  });
});

describe("an option that throws", () => {
  it("fails the request, and not the server, of Fastify", async () => {
    const app = fastify();
    await app.register(tracing({ tags: () => [JSON.parse("{") as string] }).fastify);
    app.get("/", () => "ok");
    const address = await app.listen({ port: 0, host: "127.0.0.1" });
    expect((await fetch(address)).status).toBe(500);
    await app.close();
  });
});

describe("a fetch-style handler", () => {
  const request = (): Request => new Request("http://service/page");

  it.each([
    ["NEXT_REDIRECT;push;/login?token=secret;307;", 307],
    ["NEXT_REDIRECT;replace;https://ada:secret@other/a;b;308;", 308],
    ["NEXT_HTTP_ERROR_FALLBACK;404", 404],
    ["NEXT_HTTP_ERROR_FALLBACK;403", 403],
    ["NEXT_NOT_FOUND", 404],
  ])("that Next leaves by %s has answered", async (digest, status) => {
    const control = Object.assign(new Error("control"), { digest });
    const traced = traceRoute(() => Promise.reject(control), { callbacks: [log] });
    await expect(traced(request())).rejects.toBe(control);
    const end = await log.outcome();
    expect(end.event).toBe("on_chain_end");
    expect(end.data).toEqual({ output: { status } });
    expect(JSON.stringify(log.events)).not.toContain("secret");
  });

  it.each(["1234567", "NEXT_REDIRECT;push;/a;999;", 5])(
    "with another digest has failed: %s",
    async (digest) => {
      const failure = Object.assign(new Error("broken"), { digest });
      const traced = traceRoute(() => Promise.reject(failure), { callbacks: [log] });
      await expect(traced(request())).rejects.toBe(failure);
      expect((await log.outcome()).event).toBe("on_chain_error");
    },
  );

  it("whose response cannot be made anew hands it on as it is", async () => {
    const response = Response.error();
    const traced = traceRoute(() => response, { callbacks: [log] });
    expect(await traced(request())).toBe(response);
    expect((await log.outcome()).data).toEqual({ output: { status: 0 } });
  });

  it("whose body is being read elsewhere has failed", async () => {
    const response = new Response("text");
    response.body?.getReader();
    const traced = traceRoute(() => response, { callbacks: [log] });
    await expect(traced(request())).rejects.toThrow("locked");
    expect((await log.outcome()).event).toBe("on_chain_error");
    log.events.length = 0;
    const app = new Hono();
    app.use(trace.hono);
    app.get("/page", () => {
      const locked = new Response("text");
      locked.body?.getReader();
      return locked;
    });
    await Promise.resolve(app.request("/page")).catch(() => undefined);
    expect((await log.outcome()).event).toBe("on_chain_error");
  });

  it("that keeps a copy of its response ends with what is sent", async () => {
    let copy: Response | undefined;
    const traced = traceRoute(
      () => {
        const response = new Response("text");
        copy = response.clone();
        return response;
      },
      { callbacks: [log] },
    );
    expect(await (await traced(request())).text()).toBe("text");
    expect((await log.outcome()).event).toBe("on_chain_end");
    expect(await copy?.text()).toBe("text");
  });

  it("has its run also in what it starts and does not wait for", async () => {
    let late: Promise<string | undefined> | undefined;
    const traced = traceRoute(
      () => {
        late = new Promise((resolve) => {
          setImmediate(() => {
            resolve(getCurrentRun()?.id);
          });
        });
        return Response.redirect("http://service/other", 302);
      },
      { callbacks: [log] },
    );
    const runId = (await traced(request())).headers.get("x-run-id");
    expect(await late).toBe(runId);
    await log.outcome();
  });
});
