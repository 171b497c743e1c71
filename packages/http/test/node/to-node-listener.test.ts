import { once } from "node:events";
import { createServer, IncomingMessage, ServerResponse, type RequestListener } from "node:http";
import { connect as connectHttp2, createServer as createHttp2Server } from "node:http2";
import { connect, type AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { eventsHandler, langserveHandler, tracing } from "@rivulet/http";
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

/** What a handler is told of a client that was gone when its request was handed on, behind middleware that took its time. */
function toldLate(): {
  readonly listener: RequestListener;
  readonly isAborted: Promise<boolean>;
} {
  let tell = (_isAborted: boolean): void => undefined;
  const isAborted = new Promise<boolean>((resolve) => {
    tell = resolve;
  });
  const late = toNodeListener((request) => {
    tell(request.signal.aborted);
    return new Response("late");
  });
  const listener: RequestListener = (incoming, outgoing) => {
    outgoing.once("close", () => setImmediate(() => late(incoming, outgoing)));
  };
  return { listener, isAborted };
}

describe("a client that is gone before the listener is reached", () => {
  it("has aborted its request", async () => {
    const { listener, isAborted } = toldLate();
    const server = createServer(listener);
    const port = await open(server);
    const socket = connect(port, "127.0.0.1");
    socket.write("GET / HTTP/1.1\r\nHost: host\r\n\r\n");
    await once(server, "request");
    socket.destroy();
    expect(await isAborted).toBe(true);
  });

  it("has aborted its request over HTTP/2", async () => {
    const { listener, isAborted } = toldLate();
    const server = createHttp2Server(listener as never).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const client = connectHttp2(`http://127.0.0.1:${String(port)}`);
    client.on("error", () => undefined);
    const stream = client.request({ ":path": "/" });
    stream.on("error", () => undefined);
    await once(server, "request");
    stream.close(8);
    expect(await isAborted).toBe(true);
    client.destroy();
    server.close();
  });

  it("has the body of its answer closed", async () => {
    let cancel = (): void => undefined;
    const whenCancelled = new Promise<void>((resolve) => {
      cancel = resolve;
    });
    const late = toNodeListener(() => new Response(new ReadableStream({ cancel })));
    const server = createServer((incoming, outgoing) => {
      outgoing.once("close", () => setImmediate(() => late(incoming, outgoing)));
    });
    const socket = connect(await open(server), "127.0.0.1");
    socket.write("GET / HTTP/1.1\r\nHost: host\r\n\r\n");
    await once(server, "request");
    socket.destroy();
    // That it is closed is what is tested.
    expect(await whenCancelled).toBeUndefined();
  });

  it("starts no run of LangServe, though a parser has read its body", async () => {
    let starts = 0;
    let answered = (): void => undefined;
    const whenAnswered = new Promise<void>((resolve) => {
      answered = resolve;
    });
    const handler = langserveHandler(new RunnableLambda({ func: () => (starts += 1) }));
    const late = toNodeListener(async (request) => {
      const response = await handler(request);
      answered();
      return response;
    });
    const app = express();
    app.use(express.json());
    app.use((_request, response, next) => {
      response.once("close", () => setImmediate(next));
    });
    app.use("/count", late);
    const server = createServer(app);
    const port = await open(server);
    const socket = connect(port, "127.0.0.1");
    const body = '{"input":1}';
    socket.write(
      `POST /count/invoke HTTP/1.1\r\nHost: host\r\nContent-Type: application/json\r\nContent-Length: ${String(body.length)}\r\n\r\n${body}`,
    );
    const [incoming] = (await once(server, "request")) as [IncomingMessage];
    await once(incoming, "end");
    socket.destroy();
    await whenAnswered;
    expect(starts).toBe(0);
  });
});

it("a request that came in on no socket, from no server, is answered", async () => {
  const incoming = new IncomingMessage(undefined as never);
  incoming.method = "GET";
  incoming.push(null);
  const outgoing = new ServerResponse(incoming);
  const written: string[] = [];
  jest.spyOn(outgoing, "write").mockImplementation((bytes) => {
    written.push(Buffer.from(bytes as Uint8Array).toString());
    return true;
  });
  const ended = new Promise((resolve) => {
    jest.spyOn(outgoing, "end").mockImplementation(() => {
      resolve(undefined);
      return outgoing;
    });
  });
  const listener = tracing().listener(toNodeListener(() => new Response("ok")));
  listener(incoming, outgoing);
  await ended;
  expect(written).toEqual(["ok"]);
});

it("requests that wait behind another one on their connection are told when it breaks", async () => {
  const count = 12;
  let begun = 0;
  let cancelled = 0;
  let begin = (): void => undefined;
  let cancel = (): void => undefined;
  const whenBegun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const whenCancelled = new Promise<void>((resolve) => {
    cancel = resolve;
  });
  const warn = jest.spyOn(process, "emitWarning").mockImplementation();
  const aborted = new Set<Request>();
  const port = await listen(
    toNodeListener((request) => {
      request.signal.addEventListener("abort", () => aborted.add(request));
      const body = new ReadableStream<Uint8Array>({
        pull(controller) {
          controller.enqueue(new Uint8Array(100_000));
        },
        cancel() {
          cancelled += 1;
          if (cancelled === count) cancel();
        },
      });
      begun += 1;
      if (begun === count) begin();
      return new Response(body);
    }),
  );
  const socket = connect(port, "127.0.0.1").pause();
  socket.write("GET / HTTP/1.1\r\nHost: host\r\n\r\n".repeat(count));
  await whenBegun;
  socket.destroy();
  await whenCancelled;
  expect(aborted.size).toBe(count);
  expect(warn).not.toHaveBeenCalled();
  warn.mockRestore();
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
