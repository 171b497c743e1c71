import { createServer, type RequestListener } from "node:http";
import { configure } from "@rivulet/core";
import { connectEvents, EventsConnectionError, eventsHandler } from "@rivulet/http";
import { toNodeListener } from "@rivulet/http/node";
import { RunnableGenerator } from "@rivulet/runnables";
import { eventAnswer, fetchOf } from "../support/raw-answers.ts";
import { useServers } from "../support/use-servers.ts";

const open = useServers();
const start =
  'event: on_chain_start\nid: e.r.0\ndata: {"event":"on_chain_start","name":"f","run_id":"r","parent_ids":[],"tags":[],"metadata":{},"data":{},"seq":0,"time":1}\n\n';

async function listen(listener: RequestListener): Promise<string> {
  return `http://127.0.0.1:${String(await open(createServer(listener)))}`;
}

describe("a server that does not answer", () => {
  afterEach(() => {
    configure({ cancelTimeoutMs: 1000 });
  });

  it("the request to cancel a run holds nobody who leaves", async () => {
    configure({ cancelTimeoutMs: 1 });
    const forever = new RunnableGenerator<string, string>(async function* forever(
      _input,
      { signal },
    ) {
      yield "first";
      await new Promise((resolve) => signal?.addEventListener("abort", resolve));
    });
    const handler = eventsHandler(forever);
    const listener = toNodeListener(handler);
    let ask = (): void => undefined;
    const asked = new Promise<void>((resolve) => {
      ask = resolve;
    });
    const url = await listen((request, response) => {
      if (request.method === "DELETE") ask();
      else listener(request, response);
    });
    for await (const event of connectEvents(url, { input: "x", cancelOnLeave: true }))
      if (event.event === "on_chain_stream") break;
    // The loop was left, though what it asked for is never answered.
    await expect(asked).resolves.toBeUndefined();
    await handler.close();
  });

  it("the request to cancel a run is given up, so that it keeps no process alive", async () => {
    jest.useFakeTimers();
    let asked = (_signal: AbortSignal | null | undefined): void => undefined;
    const whenAsked = new Promise<AbortSignal | null | undefined>((resolve) => {
      asked = resolve;
    });
    const stream = connectEvents("http://host/chat", {
      cancelOnLeave: true,
      fetch: (_url, { method, signal }) => {
        if (method !== "DELETE")
          return Promise.resolve(eventAnswer([`event: run\ndata: {"runId":"r"}\n\n${start}`]));
        asked(signal);
        return new Promise((_resolve, reject) => {
          signal?.addEventListener("abort", reject);
        });
      },
    });
    const loop = stream[Symbol.asyncIterator]();
    await loop.next();
    const left = loop.return?.();
    const signal = await whenAsked;
    await jest.advanceTimersByTimeAsync(5000);
    jest.useRealTimers();
    await left;
    expect(signal?.aborted).toBe(true);
  });
});

describe("a fetch that does not pass the signal on", () => {
  afterEach(() => {
    configure({ cancelTimeoutMs: 1000 });
  });

  it("holds nobody who leaves while nothing comes, and its body is closed", async () => {
    let closed = (): void => undefined;
    const whenClosed = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const url = await listen((_request, response) => {
      response.on("close", closed);
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(`event: run\ndata: {"runId":"r"}\n\n${start}`);
    });
    const deaf = (address: string, { method, headers }: RequestInit): Promise<Response> =>
      fetch(address, { method: method ?? "GET", headers: headers ?? {} });
    const seen: string[] = [];
    for await (const { event } of connectEvents(url, { fetch: deaf })) {
      seen.push(event);
      break;
    }
    await whenClosed;
    expect(seen).toEqual(["on_chain_start"]);
  });

  it("holds nobody who leaves before it answers, and what comes later is closed", async () => {
    configure({ cancelTimeoutMs: 1 });
    let isClosed = false;
    let answer = (_response: Response): void => undefined;
    let asked = (): void => undefined;
    const whenAsked = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const requests: string[] = [];
    const stream = connectEvents("http://host/chat", {
      fetch: (url) => {
        requests.push(url);
        asked();
        return new Promise((resolve) => {
          answer = resolve;
        });
      },
    });
    const loop = stream[Symbol.asyncIterator]();
    const first = loop.next();
    await whenAsked;
    await loop.return?.();
    expect(await first).toMatchObject({ done: true });
    const closed = new Promise<void>((resolve) => {
      const body = new ReadableStream({
        cancel: () => {
          isClosed = true;
          resolve();
        },
      });
      answer(new Response(body, { headers: { "content-type": "text/event-stream" } }));
    });
    await closed;
    expect(isClosed).toBe(true);
    // A second request would be sent when the body has closed.
    await new Promise(setImmediate);
    expect(requests).toHaveLength(1);
  });
});

describe("a refusal whose body never ends", () => {
  it.each([
    ["of an address that is none", 404],
    ["in place of events", 200],
  ])("fails the stream, and is closed: %s", async (_what, status) => {
    let closed = (): void => undefined;
    const whenClosed = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const url = await listen((_request, response) => {
      response.on("close", closed);
      response.writeHead(status, { "content-type": "text/html" });
      const more = (): void => {
        while (response.write("x".repeat(100_000)));
      };
      response.on("drain", more);
      more();
    });
    const { output } = connectEvents(url);
    await expect(output).rejects.toMatchObject({ code: "EVENTS_CONNECTION", status });
    await expect(output).rejects.toBeInstanceOf(EventsConnectionError);
    await whenClosed;
  });

  it("is read no further than a problem document is long", async () => {
    const most = 100;
    let pieceCount = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        pieceCount += 1;
        controller.enqueue(new Uint8Array(10_000).fill(32));
        if (pieceCount === most) controller.close();
      },
    });
    const { fetch } = fetchOf(() => new Response(body, { status: 404 }));
    await expect(connectEvents("http://host/chat", { fetch }).output).rejects.toThrow("(404)");
    expect(pieceCount).toBeLessThan(most / 2);
  });

  it("is not waited for longer than a second when nothing comes", async () => {
    jest.useFakeTimers();
    let isClosed = false;
    const body = new ReadableStream({
      cancel: () => {
        isClosed = true;
      },
    });
    const { fetch } = fetchOf(() => new Response(body, { status: 404 }));
    const { output } = connectEvents("http://host/chat", { fetch });
    const failed = expect(output).rejects.toMatchObject({ code: "EVENTS_CONNECTION", status: 404 });
    await jest.advanceTimersByTimeAsync(1000);
    jest.useRealTimers();
    await failed;
    expect(isClosed).toBe(true);
  });

  it("fails the stream at once where a fetch of the user's has read it already", async () => {
    const { fetch, requests } = fetchOf(async () => {
      const response = new Response("nothing here", { status: 404 });
      await response.text();
      return response;
    });
    const { output } = connectEvents("http://host/chat", { fetch, maxRetries: 0 });
    await expect(output).rejects.toMatchObject({ code: "EVENTS_CONNECTION", status: 404 });
    expect(requests).toHaveLength(1);
  });

  it("says what could be read of it", async () => {
    const problem = JSON.stringify({ title: "Not here", detail: "Ask elsewhere." });
    const url = await listen((_request, response) => {
      response.writeHead(403, { "content-type": "application/problem+json" });
      response.end(problem);
    });
    await expect(connectEvents(url).output).rejects.toThrow("(403): Not here. Ask elsewhere.");
  });
});

it("a message beyond all bounds fails the stream, which does not ask for it again", async () => {
  let requestCount = 0;
  const piece = Buffer.alloc(4 * 1024 * 1024, "x");
  const url = await listen((_request, response) => {
    requestCount += 1;
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write("data: ");
    const more = (): void => {
      while (response.write(piece));
    };
    response.on("drain", more);
    more();
  });
  const { output } = connectEvents(url, { maxRetryDelayMs: 0 });
  await expect(output).rejects.toMatchObject({ code: "EVENTS_CONNECTION" });
  await expect(output).rejects.toThrow("larger than");
  expect(requestCount).toBe(1);
});
