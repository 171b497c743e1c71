import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { eventsHandler, type EventsHandler, type EventsHandlerOptions } from "@rivulet/http";
import { RunnableGenerator } from "@rivulet/runnables";
import { HttpServer } from "../support/http-server.ts";
import { toRequestText } from "../support/raw-client.ts";

const chunkLength = 10_000;
const highWaterMark = 16;
/** What a stream of events and the run's own loop hold beside that: `highWaterMark` of `streamEvents`, and what is under way. */
const otherEvents = 64 + 4;
/** What one turn hands to the socket: 64 kB and the frame that goes beyond. */
const turnLength = 64 * 1024 + chunkLength + 500;

let made = 0;
let end: () => void;
let whenEnded: Promise<void>;
let server: HttpServer;
let handler: EventsHandler;
let client: Socket | undefined;

async function serve(total: number, options: EventsHandlerOptions): Promise<void> {
  made = 0;
  whenEnded = new Promise((resolve) => (end = resolve));
  const source = new RunnableGenerator<string, string>(async function* count() {
    try {
      for (; made < total; made += 1) yield "x".repeat(chunkLength);
    } finally {
      end();
    }
  });
  handler = eventsHandler(source, { highWaterMark, ...options });
  server = await HttpServer.start(handler);
}

afterEach(async () => {
  client?.destroy();
  await handler.close();
  await server.close();
});

/** Sends a request, and reads nothing of the answer. */
async function connectDeaf(): Promise<Socket> {
  const { port } = server;
  client = connect({ port, host: "127.0.0.1" });
  client.pause();
  await once(client, "connect");
  client.write(toRequestText({ port, body: '{"input":"x"}' }));
  return client;
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise(setImmediate);
}

/** Lets everything run that is ready, until nothing is made any more. */
async function whenAtRest(): Promise<void> {
  let last = -1;
  for (let same = 0; same < 200; same = made === last ? same + 1 : 0) {
    last = made;
    await new Promise(setImmediate);
  }
}

/** How many bytes the server's socket was given: what the kernel has taken, and what Node keeps for it. */
function bytesGiven(): number {
  const [socket] = server.sockets;
  return socket?.bytesWritten ?? 0;
}

describe("a client that never reads", () => {
  it("costs its buffer beside what the sockets hold: the run is no further ahead", async () => {
    await serve(100_000, {});
    await connectDeaf();
    // The request may need more turns to come in than a rest is long.
    await until(() => made > highWaterMark);
    await whenAtRest();
    const given = Math.floor(bytesGiven() / chunkLength);
    expect(made - given).toBeLessThanOrEqual(
      highWaterMark + otherEvents + Math.ceil(turnLength / chunkLength),
    );
    // Node keeps what one turn gave at the utmost; the rest is in the kernel.
    const [socket] = server.sockets;
    expect(socket?.writableLength).toBeLessThanOrEqual(turnLength + 500);
  });

  it("is let go when the chunks that it missed add up to more than may wait", async () => {
    await serve(2000, { backpressure: "coalesce", maxReplayBytes: 50 * chunkLength });
    const socket = await connectDeaf();
    await whenEnded;
    // It had twice what is kept, in the place of 20 MB.
    await until(() => server.sockets.size === 0);
    socket.resume();
    await once(socket, "close");
    expect(made).toBe(2000);
  });

  it("is kept where its chunks add up to less, and has every character in the end", async () => {
    const total = 500;
    await serve(total, { backpressure: "coalesce", maxReplayBytes: total * chunkLength });
    const socket = await connectDeaf();
    await whenEnded;
    let text = "";
    socket.setEncoding("latin1");
    socket.on("data", (data: string) => (text += data));
    socket.resume();
    await once(socket, "close");
    const chunks = [...text.matchAll(/^event: on_chain_stream\n.*\ndata: (.*)$/gmu)].map(
      ([, data = ""]) =>
        (JSON.parse(data) as { readonly data: { readonly chunk: string } }).data.chunk,
    );
    expect(chunks.join("")).toHaveLength(total * chunkLength);
    expect(chunks.length).toBeLessThan(total / 2);
    expect(text).toContain("event: end\n");
  });
});
