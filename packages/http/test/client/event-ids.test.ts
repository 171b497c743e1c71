import { createServer, type ServerResponse } from "node:http";
import {
  connectEvents,
  EventsConnectionError,
  eventsHandler,
  type ConnectEventsOptions,
} from "@rivulet/http";
import { RunnableLambda } from "@rivulet/runnables";
import { HttpServer } from "../support/http-server.ts";
import { useServers } from "../support/use-servers.ts";

const listen = useServers();

/** A server of somebody else's: it breaks off after an event with this id, and ends whoever comes again. */
async function serverOf(id: string): Promise<{ readonly url: string; readonly came: Buffer[] }> {
  const came: Buffer[] = [];
  const answer = (response: ServerResponse, frames: string): void => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.end(`retry: 0\n\n${frames}`);
  };
  const server = createServer((request, response) => {
    const given = request.headers["last-event-id"];
    came.push(Buffer.from(String(given ?? ""), "latin1"));
    answer(
      response,
      given === undefined
        ? `id: ${id}\nevent: run\ndata: {"runId":"r"}\n\n`
        : 'event: end\ndata: {"seq":0}\n\n',
    );
  });
  return { url: `http://127.0.0.1:${String(await listen(server))}/`, came };
}

function open(url: string, options: ConnectEventsOptions = {}): Promise<unknown> {
  return Promise.resolve(
    connectEvents(url, { maxRetries: 2, maxRetryDelayMs: 0, ...options }).output,
  );
}

describe("the id of the last event that came from a server", () => {
  it.each([
    ["plain", "plain.1"],
    ["within Latin-1", "ünï"],
    ["beyond Latin-1", "하나"],
    ["in surrogates", "🙂"],
    ["with a tab", "a\tb"],
    ["long", "é".repeat(4000)],
  ])("goes back to it as UTF-8 when the connection was lost: %s", async (_what, id) => {
    const { url, came } = await serverOf(id);
    await open(url);
    expect(came.map(String)).toEqual(["", id]);
  });

  it.each(["plain.1", "하나"])("goes to it as UTF-8 when it is given: %s", async (id) => {
    const { url, came } = await serverOf("x");
    await open(url, { lastEventId: id });
    expect(came.map(String)).toEqual([id]);
  });

  it("is not asked with again and again when no header can carry it", async () => {
    const { url, came } = await serverOf("a\u0001b");
    const failure: unknown = await open(url).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(EventsConnectionError);
    expect(String(failure)).toContain("control characters");
    expect(came).toHaveLength(1);
  });
});

it("an id in UTF-8 that is none of a handler's is answered 400", async () => {
  const lambda = new RunnableLambda({ func: (text: string) => text });
  const handler = eventsHandler(lambda);
  const server = await HttpServer.start(handler);
  const read = open(`${server.url}/runs/r`, { lastEventId: "e.하나.0" });
  await expect(read).rejects.toMatchObject({ status: 400 });
  await handler.close();
  await server.close();
});
