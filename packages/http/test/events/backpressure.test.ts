import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { observeRuns } from "@rivulet/core";
import {
  connectEvents,
  eventsHandler,
  type EventsHandler,
  type EventsHandlerOptions,
} from "@rivulet/http";
import { RunnableGenerator } from "@rivulet/runnables";
import { checkForLeaks } from "@rivulet/testing";
import { HttpServer } from "../support/http-server.ts";

let server: HttpServer;
let handler: EventsHandler;
const sockets: Socket[] = [];

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await handler.close();
  await server.close();
});

const body = "x".repeat(10_000);

/** A source that counts what it has made, and says when it rests. */
function countingSource(total: number): {
  source: RunnableGenerator<string, string>;
  made: () => number;
  whenEnded: Promise<void>;
} {
  let made = 0;
  let end: () => void = () => undefined;
  const whenEnded = new Promise<void>((resolve) => {
    end = resolve;
  });
  const source = new RunnableGenerator<string, string>(async function* count() {
    try {
      for (; made < total; made += 1) yield body;
    } finally {
      end();
    }
  });
  return { source, made: () => made, whenEnded };
}

async function serve(source: RunnableGenerator<string, string>, options: EventsHandlerOptions) {
  handler = eventsHandler(source, options);
  server = await HttpServer.start(handler);
}

/** A client that sends its request, and reads nothing of the answer. */
async function connectDeaf(): Promise<Socket> {
  const socket = connect({ port: server.port, host: "127.0.0.1" });
  sockets.push(socket);
  socket.pause();
  await once(socket, "connect");
  const json = '{"input":"x"}';
  socket.write(
    `POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${String(json.length)}\r\n\r\n${json}`,
  );
  return socket;
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise(setImmediate);
}

/** Lets everything run that is ready, until a count stays what it is. */
async function whenAtRest(count: () => number): Promise<void> {
  let last = -1;
  for (let same = 0; same < 200; same = count() === last ? same + 1 : 0) {
    last = count();
    await new Promise(setImmediate);
  }
}

describe("a client that does not read", () => {
  it("holds the run back, and costs no more than its buffer", async () => {
    const { source, made } = countingSource(100_000);
    await serve(source, { highWaterMark: 16 });
    await connectDeaf();
    // The request may need more turns to come in than a rest is long.
    await until(() => made() > 16);
    await whenAtRest(made);
    // 1 GB in all; what is made is what the sockets and the two buffers hold.
    expect(made()).toBeLessThan(5000);
    expect(handler.runCount).toBe(1);
  });

  it("is let go after a while, and the run goes on", async () => {
    const { source, made, whenEnded } = countingSource(3000);
    await serve(source, { highWaterMark: 16, stallTimeoutMs: 1, replayBufferSize: 50 });
    const socket = await connectDeaf();
    await whenEnded;
    expect(made()).toBe(3000);
    socket.resume();
    await once(socket, "close");
  });

  it("holds nobody where chunks coalesce", async () => {
    const { source, made, whenEnded } = countingSource(3000);
    await serve(source, { highWaterMark: 16, backpressure: "coalesce", replayBufferSize: 50 });
    await connectDeaf();
    await whenEnded;
    expect(made()).toBe(3000);
  });
});

describe("a client that reads slowly", () => {
  it("gets everything, and the run is never far ahead of it", async () => {
    const { source, made } = countingSource(600);
    await serve(source, { highWaterMark: 8 });
    let read = 0;
    for await (const event of connectEvents(server.url, { input: "x", highWaterMark: 8 })) {
      if (event.event !== "on_chain_stream") continue;
      read += 1;
      await new Promise(setImmediate);
    }
    expect(read).toBe(600);
    expect(made()).toBe(600);
  });
});

describe("clients that come and go", () => {
  it("leave no run, no listener, no timer and no socket behind", async () => {
    await serve(
      new RunnableGenerator<string, string>(async function* forever(_input, { signal }) {
        for (;;) {
          yield "x";
          await new Promise((resolve) => setImmediate(resolve));
          signal?.throwIfAborted();
        }
      }),
      { onDisconnect: "cancel", retentionMs: 0 },
    );
    const timers = (): number =>
      process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
    await connectAndLeave(20);
    const before = timers();
    await checkForLeaks(() => connectAndLeave(200), { retained: false });
    await until(() => handler.runCount === 0);
    // Of 200 clients, a timer each would be there.
    await until(() => timers() <= before + 1);
    await server.close();
    await until(() => server.sockets.size === 0);
    server = await HttpServer.start(handler);
  });
});

async function connectAndLeave(count: number): Promise<void> {
  let ended = 0;
  let tellAll: () => void = () => undefined;
  const all = new Promise<void>((resolve) => {
    tellAll = resolve;
  });
  const subscription = observeRuns({ includeNames: ["forever"] }).subscribe((event) => {
    if (event.event !== "on_chain_cancel") return;
    ended += 1;
    if (ended === count) tellAll();
  });
  for (let index = 0; index < count; index += 1) {
    for await (const event of connectEvents(server.url, { input: "x" }))
      if (event.event === "on_chain_stream") break;
  }
  await all;
  subscription.unsubscribe();
}
