import { eventsHandler, tracing, traceRoute, type TracingOptions } from "@rivulet/http";
import { RunnableLambda } from "@rivulet/runnables";
import express from "express";
import fastify from "fastify";
import { Hono } from "hono";
import { RequestLog } from "../support/request-log.ts";
import { work } from "../support/routes.ts";
import { frameworks } from "../support/services.ts";

const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

async function handle(
  options: TracingOptions,
  init: RequestInit & { readonly path?: string; readonly status?: number } = {},
): Promise<{ readonly log: RequestLog; readonly response: Response }> {
  const log = new RequestLog();
  const traced = traceRoute(
    async () => new Response(await work("a"), { status: init.status ?? 200 }),
    {
      callbacks: [log],
      ...options,
    },
  );
  const response = await traced(new Request(`http://service${init.path ?? "/chat"}`, init));
  await response.text();
  return { log, response };
}

describe("an option of the middleware", () => {
  it("name, tags, metadata: of the run; tags and metadata also of those below", async () => {
    const { log } = await handle(
      {
        name: ({ method, path }) => `${method} to ${path}`,
        tags: ({ header }) => [`tenant:${header("x-tenant") ?? ""}`],
        metadata: () => ({ tenant: "a" }),
      },
      { headers: { "x-tenant": "a" } },
    );
    const [request, tool] = log.events;
    expect(request).toMatchObject({
      name: "GET to /chat",
      tags: ["tenant:a"],
      metadata: { tenant: "a" },
    });
    expect(tool).toMatchObject({ name: "work", tags: ["tenant:a"], metadata: { tenant: "a" } });
    expect(Object.keys(tool?.metadata ?? {})).toEqual(["tenant"]);
  });

  it("ignore: no run, and no header", async () => {
    const { log, response } = await handle(
      { ignore: ({ path }) => path === "/health" },
      { path: "/health" },
    );
    expect(log.events).toEqual([]);
    expect(response.headers.get("x-run-id")).toBeNull();
  });

  it.each(frameworks)("ignore, at $name", async ({ start }) => {
    const log = new RequestLog();
    const service = await start({ callbacks: [log], ignore: () => true });
    const response = await fetch(`${service.url}/plain/a`);
    expect(await response.text()).toBe("<a>");
    expect(log.events).toEqual([]);
    await service.close();
  });

  it.each(frameworks)(
    "isFailure, at $name: its status fails a request that threw nothing",
    async ({ start }) => {
      const log = new RequestLog();
      const service = await start({ callbacks: [log], isFailure: (status) => status >= 400 });
      await (await fetch(`${service.url}/nowhere`)).text();
      expect(await log.outcome()).toMatchObject({
        event: "on_chain_error",
        data: { error: { code: "RESPONSE_STATUS", status: 404 } },
      });
      await service.close();
    },
  );

  it.each(frameworks)(
    "isFailure, at $name: what it throws fails the run, and not the server",
    async ({ start }) => {
      const log = new RequestLog();
      const error = new Error("broken option");
      const service = await start({
        callbacks: [log],
        isFailure: () => {
          throw error;
        },
      });
      const response = await fetch(`${service.url}/plain/a`);
      expect(await response.text()).toBe("<a>");
      expect(await log.outcome()).toMatchObject({ event: "on_chain_error", data: { error } });
      await service.close();
    },
  );

  it("runId: the id, which no header lets break out", async () => {
    const id = "gate\r\nset-cookie: a=b 7";
    const { log, response } = await handle({ runId: () => id });
    expect(log.events[0]?.run_id).toBe(id);
    expect(response.headers.get("x-run-id")).toBe(encodeURIComponent(id));
    expect(response.headers.get("set-cookie")).toBeNull();
  });

  it("trustParent: no, so that a new trace begins, and no run of elsewhere is a parent", async () => {
    const headers = { traceparent, tracestate: "rivulet=parent", baggage: "rivulet=root/parent" };
    const trusted = await handle({}, { headers });
    expect(trusted.log.events[0]).toMatchObject({
      parent_ids: ["root", "parent"],
      metadata: {
        trace_id: "0af7651916cd43dd8448eb211c80319c",
        parent_span_id: "b7ad6b7169203331",
      },
    });
    expect(trusted.response.headers.get("traceparent")).toMatch(
      /^00-0af7651916cd43dd8448eb211c80319c-/,
    );
    const { log, response } = await handle(
      { trustParent: ({ header }) => header("x-inside") === "yes" },
      { headers },
    );
    expect(log.events[0]?.parent_ids).toEqual([]);
    expect(log.events[0]?.metadata).not.toHaveProperty("trace_id");
    expect(response.headers.get("traceparent")).not.toContain("0af7651916cd43dd8448eb211c80319c");
  });

  it("callbacks: refused where they are no handlers", () => {
    const wrong = { callbacks: "log" } as unknown as TracingOptions;
    expect(() => tracing(wrong)).toThrow("callbacks was");
    expect(() => traceRoute(() => new Response(), wrong)).toThrow("callbacks was");
  });
});

describe("a request whose trace is invalid", () => {
  it.each([
    ["no traceparent", { tracestate: "rivulet=a", baggage: "rivulet=a" }],
    ["a wrong traceparent", { traceparent: `${traceparent}-x`, baggage: "rivulet=a/b" }],
    ["ids that are none", { traceparent, tracestate: "foo=1", baggage: "rivulet=%0D%0A" }],
  ])("%s is a root run", async (_what, headers) => {
    const { log } = await handle({}, { headers });
    expect(log.events[0]?.parent_ids).toEqual([]);
  });

  it("whose baggage was lost is below the run of its tracestate", async () => {
    const { log } = await handle({}, { headers: { traceparent, tracestate: "foo=1,rivulet=a" } });
    expect(log.events[0]?.parent_ids).toEqual(["a"]);
  });
});

describe("the test client of a framework", () => {
  it("Fastify's inject() is a request", async () => {
    const log = new RequestLog();
    const app = fastify();
    await app.register(tracing({ callbacks: [log] }).fastify);
    app.get("/users/:id", () => work("a"));
    const response = await app.inject("/users/7?key=1");
    const end = await log.outcome();
    expect(end).toMatchObject({
      name: "GET /users/:id",
      data: { output: { status: 200, route: "/users/:id" } },
    });
    expect(response.headers["x-run-id"]).toBe(end.run_id);
    await app.close();
  });

  it("Hono's request() is a request", async () => {
    const log = new RequestLog();
    const app = new Hono();
    app.use(tracing({ callbacks: [log] }).hono);
    app.get("/users/:id", async (c) => c.json({ text: await work("a") }));
    app.get("/away", (c) => c.redirect("/users/1"));
    const response = await app.request("/users/7?key=1");
    expect(await response.json()).toEqual({ text: "<a>" });
    expect(log.events.at(-1)).toMatchObject({ event: "on_chain_end", name: "GET /users/:id" });
    const moved = await app.request("/away");
    expect([moved.status, moved.headers.get("location")]).toEqual([302, "/users/1"]);
    expect(log.events.at(-1)).toMatchObject({ data: { output: { status: 302, route: "/away" } } });
  });

  it("a middleware that is there twice makes one run", async () => {
    const log = new RequestLog();
    const trace = tracing({ callbacks: [log] });
    const app = express();
    app.use(trace.express, trace.express);
    app.get("/", (_request, response) => void response.send("a"));
    const server = app.listen(0);
    const { port } = server.address() as { port: number };
    await (await fetch(`http://127.0.0.1:${String(port)}/`)).text();
    await log.outcome();
    expect(log.of("on_chain_start")).toHaveLength(1);
    server.close();
    server.closeAllConnections();
  });

  it("a run that the handler itself names stays, as the events handler's does", async () => {
    const log = new RequestLog();
    const words = RunnableLambda.from((text: string) => text);
    const handler = eventsHandler(words);
    const app = new Hono();
    app.use(tracing({ callbacks: [log] }).hono);
    app.all("/chat/*", (context) => handler(context.req.raw));
    const response = await app.request("/chat", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ input: "a" }),
    });
    await response.text();
    const id = log.of("on_chain_start")[1]?.run_id ?? "";
    expect(response.headers.get("x-run-id")).toBe(id);
    expect(response.headers.get("location")).toBe(`/chat/runs/${id}`);
    await handler.close();
  });

  it("a response of another service names the run of this one", async () => {
    const log = new RequestLog();
    const other = await frameworks[0]?.start({});
    const proxy = traceRoute(() => fetch(`${other?.url ?? ""}/plain/a`), { callbacks: [log] });
    const response = await proxy(new Request("http://proxy/"));
    await response.text();
    expect(response.headers.get("x-run-id")).toBe(log.events[0]?.run_id);
    await other?.close();
  });

  it("a response whose headers can't be written to is named all the same", async () => {
    const handleRedirect = traceRoute(() => Response.redirect("http://a/b", 303));
    const response = await handleRedirect(new Request("http://a/"));
    expect(response.status).toBe(303);
    expect(response.headers.get("location")).toBe("http://a/b");
    expect(response.headers.get("x-run-id")).toHaveLength(21);
  });
});
