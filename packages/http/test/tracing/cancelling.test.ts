import { createServer, type Server } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { once } from "node:events";
import { getRequestListener } from "@hono/node-server";
import { shortestDelay } from "@rivulet/test-support";
import { tracing, traceRoute } from "@rivulet/http";
import { getCurrentRun } from "@rivulet/core";
import { Hono } from "hono";
import { RequestLog, isRequest } from "../support/request-log.ts";
import { wait } from "../support/routes.ts";
import { frameworks } from "../support/services.ts";

describe.each(frameworks)("cancelWork at $name", ({ start }) => {
  it.each(["/never", "/endless"])("cancels what %s started, inner runs first", async (path) => {
    const log = new RequestLog();
    const service = await start({ callbacks: [log], cancelWork: true });
    const delayMs = await shortestDelay(100, async () => {
      log.events.length = 0;
      const controller = new AbortController();
      const response = fetch(service.url + path, { signal: controller.signal }).then((one) =>
        one.text(),
      );
      await log.first(({ event, name }) => event === "on_tool_start" && name === "wait");
      const leftAt = performance.timeOrigin + performance.now();
      controller.abort();
      await expect(response).rejects.toThrow();
      return (await log.outcome()).time - leftAt;
    });
    expect(delayMs).toBeLessThan(100);
    const outcomes = log.events.filter(({ event }) => event.endsWith("_cancel"));
    expect(outcomes.map(({ event }) => event)).toEqual(["on_tool_cancel", "on_chain_cancel"]);
    expect(outcomes.map(({ data }) => data)).toEqual([
      expect.objectContaining({ reason: expect.objectContaining({ code: "CLIENT_DISCONNECTED" }) }),
      { reason: expect.objectContaining({ code: "CLIENT_DISCONNECTED" }) },
    ]);
    await service.close();
  });
});

describe("a listener of node:http", () => {
  let server: Server;
  const log = new RequestLog();
  const errors: unknown[] = [];
  const noteError = (error: unknown): void => void errors.push(error);

  async function serve(listener: Parameters<typeof createServer>[1]): Promise<number> {
    server = createServer(listener);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return (server.address() as AddressInfo).port;
  }

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    log.events.length = 0;
    errors.length = 0;
  });

  it("ends each of the requests that come in one packet, on one connection", async () => {
    const trace = tracing({ callbacks: [log] });
    const port = await serve(trace.listener((request, response) => void response.end(request.url)));
    const socket = connect(port, "127.0.0.1");
    socket.write(
      ["/1", "/2", "/3"].map((path) => `GET ${path} HTTP/1.1\r\nhost: a\r\n\r\n`).join(""),
    );
    await log.first(({ event, name }) => event === "on_chain_end" && name === "GET /3");
    socket.destroy();
    expect(log.events.map(({ event, name }) => `${event} ${name}`).toSorted()).toEqual(
      ["end", "start"].flatMap((phase) =>
        ["/1", "/2", "/3"].map((path) => `on_chain_${phase} GET ${path}`),
      ),
    );
  });

  it("cancels also the request that waits behind another one, when the connection breaks", async () => {
    const trace = tracing({ callbacks: [log] });
    const port = await serve(trace.listener(() => undefined));
    const socket = connect(port, "127.0.0.1");
    socket.write(["/1", "/2"].map((path) => `GET ${path} HTTP/1.1\r\nhost: a\r\n\r\n`).join(""));
    await log.first(({ event, name }) => event === "on_chain_start" && name === "GET /2");
    socket.destroy();
    for (const path of ["/1", "/2"])
      await log.first(({ event, name }) => event === "on_chain_cancel" && name === `GET ${path}`);
  });

  it("cancels the request whose body never came", async () => {
    const port = await serve(
      tracing({ callbacks: [log] }).listener((request) => void request.resume()),
    );
    const socket = connect(port, "127.0.0.1");
    socket.write("POST /upload HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\n\r\nabc");
    await log.first(isRequest);
    socket.destroy();
    expect(await log.outcome()).toMatchObject({ event: "on_chain_cancel", name: "POST /upload" });
  });

  it("cancels also what waits behind another one, when its body has been read", async () => {
    const trace = tracing({ callbacks: [log], tags: ({ path }) => [path] });
    const paths = ["/first", ...Array.from({ length: 12 }, (_, at) => `/${String(at)}`)];
    let readCount = 0;
    let readAll = (): void => undefined;
    const whenRead = new Promise<void>((resolve) => {
      readAll = resolve;
    });
    const port = await serve(
      trace.listener(async (request) => {
        for await (const _ of request);
        readCount += 1;
        if (readCount === paths.length) readAll();
      }),
    );
    const socket = connect(port, "127.0.0.1");
    socket.write(
      paths
        .map((path) => `POST ${path} HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\n\r\nx`)
        .join(""),
    );
    await whenRead;
    socket.destroy();
    const outcomes = await Promise.all(paths.map((path) => log.outcome(path)));
    expect(new Set(outcomes.map(({ event }) => event))).toEqual(new Set(["on_chain_cancel"]));
  });

  it("cancels also what waits behind another one at Hono", async () => {
    const paths = Array.from({ length: 12 }, (_, at) => `/${String(at)}`);
    const app = new Hono();
    app.use(tracing({ callbacks: [log], tags: ({ path }) => [path] }).hono);
    let begun = 0;
    let beginAll = (): void => undefined;
    const whenBegun = new Promise<void>((resolve) => {
      beginAll = resolve;
    });
    app.get("/:path", () => {
      begun += 1;
      if (begun === paths.length) beginAll();
      return new Promise(() => undefined);
    });
    const listener = getRequestListener(app.fetch);
    const port = await serve((request, response) => void listener(request, response));
    const socket = connect(port, "127.0.0.1");
    socket.write(paths.map((path) => `GET ${path} HTTP/1.1\r\nhost: a\r\n\r\n`).join(""));
    await whenBegun;
    socket.destroy();
    const outcomes = await Promise.all(paths.map((path) => log.outcome(path)));
    expect(new Set(outcomes.map(({ event }) => event))).toEqual(new Set(["on_chain_cancel"]));
  });

  it("gives its handlers a signal", async () => {
    const signals: (AbortSignal | undefined)[] = [];
    const trace = tracing({ callbacks: [log], cancelWork: true });
    const port = await serve(trace.listener(() => void signals.push(getCurrentRun()?.signal)));
    const socket = connect(port, "127.0.0.1");
    socket.write("GET / HTTP/1.1\r\nhost: a\r\n\r\n");
    await log.first(isRequest);
    expect(signals[0]?.aborted).toBe(false);
    socket.destroy();
    await log.outcome();
    expect(signals[0]?.reason).toMatchObject({ code: "CLIENT_DISCONNECTED" });
  });

  it("that is cancelled by its client rejects nowhere", async () => {
    process.on("unhandledRejection", noteError);
    const port = await serve(
      tracing({ callbacks: [log], cancelWork: true }).listener(async () => {
        await wait();
      }),
    );
    const socket = connect(port, "127.0.0.1");
    socket.write("GET / HTTP/1.1\r\nhost: a\r\n\r\n");
    await log.first(({ name }) => name === "wait");
    socket.destroy();
    await log.outcome();
    await new Promise((resolve) => setImmediate(resolve));
    process.off("unhandledRejection", noteError);
    expect(errors).toEqual([]);
  });

  it("that throws fails the run once its connection is gone, and what it threw goes on", async () => {
    const trace = tracing({ callbacks: [log] });
    const traced = trace.listener(() => {
      throw new Error("broken");
    });
    const port = await serve((request, response) => {
      try {
        void traced(request, response);
      } catch (error) {
        errors.push(error);
        response.destroy();
      }
    });
    await expect(fetch(`http://127.0.0.1:${String(port)}`)).rejects.toThrow();
    const { data } = await log.outcome();
    expect(data).toEqual({ input: undefined, error: errors[0] });
  });

  it("that breaks a response off fails the run with the reason that it gives", async () => {
    const port = await serve(
      tracing({ callbacks: [log] }).listener((_request, response) => {
        response.write("a");
        response.destroy(new Error("no more"));
      }),
    );
    await expect(
      fetch(`http://127.0.0.1:${String(port)}`).then((response) => response.text()),
    ).rejects.toThrow();
    expect(await log.outcome()).toMatchObject({
      event: "on_chain_error",
      data: { error: { message: "no more" } },
    });
  });
});

describe("a fetch-style handler", () => {
  it("is cancelled by a request that was aborted before", async () => {
    const log = new RequestLog();
    const signal = AbortSignal.abort();
    const handle = traceRoute(() => new Response("late"), { callbacks: [log] });
    const response = await handle(new Request("http://a/", { signal }));
    expect(await response.text()).toBe("late");
    expect(log.events.map(({ event }) => event)).toEqual(["on_chain_start", "on_chain_cancel"]);
  });

  it("whose body is left is cancelled, and its source is told why", async () => {
    const log = new RequestLog();
    const reasons: unknown[] = [];
    const handle = traceRoute(
      () =>
        new Response(
          new ReadableStream({
            pull(controller) {
              controller.enqueue(new Uint8Array(1));
            },
            cancel(reason) {
              reasons.push(reason);
            },
          }),
        ),
      { callbacks: [log] },
    );
    const { body } = await handle(new Request("http://a/"));
    const reader = body?.getReader();
    await reader?.read();
    await reader?.cancel("enough");
    expect(reasons).toEqual(["enough"]);
    expect(log.events.at(-1)?.event).toBe("on_chain_cancel");
  });
});
