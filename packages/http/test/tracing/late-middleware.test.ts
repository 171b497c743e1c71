import { once, type EventEmitter } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import {
  connect as connectHttp2,
  createServer as createHttp2Server,
  type Http2Server,
} from "node:http2";
import { connect, type AddressInfo } from "node:net";
import { createAdaptorServer, type Http2Bindings, type HttpBindings } from "@hono/node-server";
import { getCurrentRun } from "@rivulet/core";
import { tracing } from "@rivulet/http";
import express from "express";
import { Hono } from "hono";
import { RequestLog } from "../support/request-log.ts";
import { useServers } from "../support/use-servers.ts";

const open = useServers();

/** Asks, and leaves when the request has come in. */
async function askAndLeave(server: Server): Promise<void> {
  const socket = connect(await open(server), "127.0.0.1");
  socket.write("GET /page HTTP/1.1\r\nHost: host\r\n\r\n");
  await once(server, "request");
  socket.destroy();
}

/** As {@link askAndLeave}, over HTTP/2. */
async function askAndLeaveHttp2(server: Http2Server): Promise<void> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const client = connectHttp2(`http://127.0.0.1:${String(port)}`);
  const stream = client.request({ ":path": "/page" });
  stream.on("error", () => undefined);
  await once(server, "request");
  stream.close(8);
  await once(stream, "close");
  client.destroy();
  server.close();
}

/** A listener that is reached when its response has closed. */
function whenClosed(listener: RequestListener): RequestListener {
  return (request, response) => {
    response.once("close", () => setImmediate(listener, request, response));
  };
}

/** The same for Hono. */
async function goOnWhenClosed(
  { env }: { readonly env: { readonly outgoing: EventEmitter } },
  next: () => Promise<void>,
): Promise<void> {
  await once(env.outgoing, "close");
  await next();
}

const left = {
  event: "on_chain_cancel",
  data: { reason: expect.objectContaining({ code: "CLIENT_DISCONNECTED" }) as unknown },
};

describe("middleware that is reached when the client has left", () => {
  it("cancels the run, and what it starts, of a listener of node:http", async () => {
    const log = new RequestLog();
    const trace = tracing({ callbacks: [log], cancelWork: true });
    let isAborted: boolean | undefined;
    const traced = trace.listener(() => {
      isAborted = getCurrentRun()?.signal.aborted;
    });
    await askAndLeave(createServer(whenClosed(traced)));
    expect(await log.outcome()).toMatchObject(left);
    expect(isAborted).toBe(true);
  });

  it("cancels the run also of what waited behind another one", async () => {
    const log = new RequestLog();
    const traced = tracing({ callbacks: [log] }).listener(() => undefined);
    let arrive = (): void => undefined;
    const whenArrived = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    const server = createServer((request, response) => {
      if (request.url === "/first") return;
      request.socket.once("close", () => setImmediate(traced, request, response));
      arrive();
    });
    const socket = connect(await open(server), "127.0.0.1");
    for (const path of ["/first", "/second"])
      socket.write(`GET ${path} HTTP/1.1\r\nHost: host\r\n\r\n`);
    await whenArrived;
    socket.destroy();
    expect(await log.outcome()).toMatchObject(left);
  });

  it("cancels the run of Express, and hands on", async () => {
    const log = new RequestLog();
    const app = express();
    app.use((_request, response, next) => {
      response.once("close", () => setImmediate(next));
    });
    app.use(tracing({ callbacks: [log] }).express);
    const handled = new Promise((resolve) => app.get("/page", resolve));
    await askAndLeave(createServer(app));
    expect(await log.outcome()).toMatchObject(left);
    await handled;
  });

  it("cancels the run of Hono, whatever is answered", async () => {
    const log = new RequestLog();
    const app = new Hono<{ Bindings: HttpBindings }>();
    app.use(goOnWhenClosed);
    app.use(tracing({ callbacks: [log] }).hono);
    app.get("/page", () => new Response(new ReadableStream()));
    await askAndLeave(createAdaptorServer({ fetch: app.fetch }) as Server);
    expect(await log.outcome()).toMatchObject(left);
  });

  it("cancels the run of Hono over HTTP/2, though all is answered at once", async () => {
    const log = new RequestLog();
    const app = new Hono<{ Bindings: Http2Bindings }>();
    app.use(goOnWhenClosed);
    app.use(tracing({ callbacks: [log] }).hono);
    app.get("/page", (context) => context.text("late"));
    const server = createAdaptorServer({ fetch: app.fetch, createServer: createHttp2Server });
    await askAndLeaveHttp2(server as Http2Server);
    expect(await log.outcome()).toMatchObject(left);
  });

  it("cancels the run of a request of HTTP/2", async () => {
    const log = new RequestLog();
    const traced = tracing({ callbacks: [log] }).listener(() => undefined);
    await askAndLeaveHttp2(createHttp2Server(whenClosed(traced as RequestListener) as never));
    expect(await log.outcome()).toMatchObject(left);
  });
});

it("middleware that is reached when the response has ended ends its run", async () => {
  const log = new RequestLog();
  const traced = tracing({ callbacks: [log] }).listener(() => undefined);
  const late = whenClosed(traced);
  const port = await open(
    createServer((request, response) => {
      late(request, response);
      response.writeHead(202).end("early");
    }),
  );
  expect(await (await fetch(`http://127.0.0.1:${String(port)}/page`)).text()).toBe("early");
  expect(await log.outcome()).toMatchObject({
    event: "on_chain_end",
    data: { output: { status: 202 } },
  });
});
