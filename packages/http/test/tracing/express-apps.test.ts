import { once } from "node:events";
import { createServer } from "node:http";
import { connect } from "node:net";
import { getCurrentRun } from "@rivulet/core";
import { tracing } from "@rivulet/http";
import express from "express";
import { useRequestLog } from "../support/use-request-log.ts";
import { useServers } from "../support/use-servers.ts";

const log = useRequestLog();
const trace = tracing({ callbacks: [log] });
const open = useServers();

const address = (port: number): string => `http://127.0.0.1:${String(port)}/`;

describe("Express", () => {
  it("ends the run of a request that an app inside another one has left to that", async () => {
    const inner = express();
    inner.use(trace.express);
    const app = express();
    app.use(inner);
    app.get("/", (_request, response) => void response.status(201).send("outer"));
    const response = await fetch(address(await open(createServer(app))));
    expect(await response.text()).toBe("outer");
    const end = await log.outcome();
    expect(end).toMatchObject({ event: "on_chain_end", data: { output: { status: 201 } } });
    expect(response.headers.get("x-run-id")).toBe(end.run_id);
  });

  it("tells the run what a handler throws that has read the body to its end", async () => {
    const app = express();
    app.use(trace.express);
    app.post("/", async (request) => {
      request.resume();
      await once(request, "close");
      throw new Error("broken");
    });
    app.use(trace.expressErrors);
    app.set("env", "test");
    const port = await open(createServer(app));
    const response = await fetch(address(port), { method: "POST", body: "text" });
    await response.text();
    expect(await log.outcome()).toMatchObject({
      event: "on_chain_error",
      data: { error: { message: "broken" } },
    });
  });

  it.each(["request", "response"])("emits what the %s says last inside the run", async (which) => {
    const ids: (string | undefined)[] = [];
    const app = express();
    app.use(trace.express);
    const closed = new Promise<void>((resolve) => {
      app.get("/", (request, response) => {
        (which === "request" ? request : response).on("close", () => {
          ids.push(getCurrentRun()?.id);
          resolve();
        });
        response.send("text");
      });
    });
    const response = await fetch(address(await open(createServer(app))));
    await response.text();
    await closed;
    await log.outcome();
    expect(ids).toEqual([response.headers.get("x-run-id")]);
  });

  it("leaves the requests of an app without the middleware as they are", async () => {
    const traced = express().use(trace.express);
    traced.get("/", (_request, response) => void response.send("traced"));
    const plain = express();
    plain.get("/", (_request, response) => void response.send("plain"));
    const port = await open(createServer(traced));
    await (await fetch(address(port))).text();
    await log.outcome();
    const response = await fetch(address(await open(createServer(plain))));
    expect(await response.text()).toBe("plain");
    expect(response.headers.get("x-run-id")).toBeNull();
    expect(log.events).toHaveLength(2);
  });

  it("gives a request one run, also when it comes to the middleware again after its client left", async () => {
    const app = express();
    let hasPassed: () => void;
    const passed = new Promise<void>((resolve) => (hasPassed = resolve));
    app.use(trace.express);
    app.use(async (_request, response, next) => {
      await once(response, "close");
      next();
    });
    app.use(trace.express);
    app.use((_request, response) => {
      response.end();
      hasPassed();
    });
    const port = await open(createServer(app));
    const socket = connect(port, "127.0.0.1");
    socket.write("GET / HTTP/1.1\r\nhost: a\r\n\r\n");
    await log.first(({ event }) => event === "on_chain_start");
    socket.destroy();
    await passed;
    expect((await log.outcome()).event).toBe("on_chain_cancel");
    expect(log.of("on_chain_start")).toHaveLength(1);
  });
});
