import { createServer, type RequestListener } from "node:http";
import { configure } from "@rivulet/core";
import { connectEvents, EventsConnectionError, eventsHandler } from "@rivulet/http";
import { toNodeListener } from "@rivulet/http/node";
import { RunnableGenerator } from "@rivulet/runnables";
import { fetchOf } from "../support/raw-answers.ts";
import { useServers } from "../support/use-servers.ts";

const open = useServers();

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
    const asked: string[] = [];
    const url = await listen((request, response) => {
      if (request.method === "DELETE") asked.push(request.url ?? "");
      else listener(request, response);
    });
    for await (const event of connectEvents(url, { input: "x", cancelOnLeave: true }))
      if (event.event === "on_chain_stream") break;
    // That the loop was left is what is tested.
    expect(asked.length).toBeLessThanOrEqual(1);
    await handler.close();
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
