import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { connect as connectHttp2, createServer as createHttp2Server } from "node:http2";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { eventsHandler } from "@rivulet/http";
import { toNodeListener } from "@rivulet/http/node";
import { RunnableLambda } from "@rivulet/runnables";
import express from "express";
import { sendRaw } from "../support/send-raw.ts";
import { useServers } from "../support/use-servers.ts";

const open = useServers();

function listen(listener: RequestListener): Promise<number> {
  return open(createServer(listener));
}

const lambda = new RunnableLambda({ func: (text: string) => `${text}!` });

describe("a request to a listener of a handler", () => {
  it.each([
    ["a Host that is none", "GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n"],
    ["a method that fetch has not", "TRACE / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"],
  ])("with %s is refused with a problem document", async (_what, text) => {
    const answer = await sendRaw(await listen(toNodeListener(() => new Response("ok"))), text);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /u);
    expect(answer).toContain("application/problem+json");
  });

  it("may name the whole address", async () => {
    const port = await listen(
      toNodeListener((request) => new Response(new URL(request.url).pathname)),
    );
    const text = "GET http://other/chat HTTP/1.1\r\nHost: host\r\nConnection: close\r\n\r\n";
    expect(await sendRaw(port, text)).toMatch(/\r\n\/chat\r\n/u);
  });

  it.each([
    ["json", express.json()],
    ["text", express.text({ type: "*/*" })],
    ["raw", express.raw({ type: "*/*" })],
  ])("may have been read by express.%s()", async (_parser, parser) => {
    const handler = eventsHandler(lambda);
    const app = express();
    app.use(parser);
    app.use("/chat", toNodeListener(handler));
    const port = await listen(app);
    const answer = await fetch(`http://127.0.0.1:${String(port)}/chat`, {
      method: "POST",
      headers: { "content-type": "application/json", "content-encoding": "gzip" },
      body: gzipSync('{"input":"naïve"}'),
    });
    expect(await answer.text()).toContain("naïve!");
    await handler.close();
  });

  it("that is packed is refused, where nobody has unpacked it", async () => {
    const handler = eventsHandler(lambda);
    const port = await listen(toNodeListener(handler));
    const answer = await fetch(`http://127.0.0.1:${String(port)}/`, {
      method: "POST",
      headers: { "content-type": "application/json", "content-encoding": "gzip" },
      body: gzipSync('{"input":"x"}'),
    });
    expect(answer.status).toBe(415);
    expect(await answer.json()).toMatchObject({ title: "Unsupported content encoding" });
    await handler.close();
  });

  it("whose handler throws is answered all the same", async () => {
    const warn = jest.spyOn(console, "warn").mockImplementation();
    const port = await listen(
      toNodeListener(() => {
        throw new Error("secret");
      }),
    );
    const answer = await fetch(`http://127.0.0.1:${String(port)}/`);
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain("secret");
    expect(warn).toHaveBeenCalledTimes(1);
    warn.mockRestore();
  });
});

describe("a listener of node:http2", () => {
  it.each([
    ["tells events", '{"input":"x"}', 200, "x!"],
    ["refuses", "{", 400, "Invalid JSON"],
    [
      "refuses what is too large",
      JSON.stringify({ input: "x".repeat(100) }),
      413,
      "Body too large",
    ],
  ])("%s", async (_what, body, status, said) => {
    const handler = eventsHandler(lambda, { maxBodyBytes: 50 });
    const server = createHttp2Server(toNodeListener(handler)).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const client = connectHttp2(`http://127.0.0.1:${String(port)}`);
    const headers = { ":method": "POST", ":path": "/chat", "content-type": "application/json" };
    const stream = client.request(headers).end(body);
    const [answer] = (await once(stream, "response")) as [Record<string, unknown>];
    let text = "";
    for await (const bytes of stream) text += String(bytes);
    expect(answer[":status"]).toBe(status);
    expect(text).toContain(said);
    client.close();
    await handler.close();
    server.close();
  });
});
