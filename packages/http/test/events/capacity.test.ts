import { RunCancelledError } from "@rivulet/core";
import {
  connectEvents,
  eventsHandler,
  type EventsHandler,
  type EventsHandlerOptions,
} from "@rivulet/http";
import { RunnableGenerator, RunnableLambda, type StreamEvent } from "@rivulet/runnables";
import { z } from "zod";
import { HttpServer } from "../support/http-server.ts";

const lambda = new RunnableLambda({ func: (text: string) => `${text}!` });
const forever = new RunnableGenerator<string, string>(async function* forever(_input, { signal }) {
  yield "first";
  await new Promise((resolve) => signal?.addEventListener("abort", resolve));
});

function post(input: unknown, signal?: AbortSignal): Request {
  return new Request("http://host/chat", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ input }),
    ...(signal !== undefined && { signal }),
  });
}

/** Lets everything run that is ready, until this is so. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise(setImmediate);
}

describe("a full handler", () => {
  it("keeps its limit for requests that come at once", async () => {
    const handler = eventsHandler(forever, { maxRuns: 3 });
    const responses = await Promise.all(Array.from({ length: 10 }, () => handler(post("x"))));
    const statuses = responses.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(3);
    expect(statuses.filter((status) => status === 503)).toHaveLength(7);
    expect(handler.runCount).toBe(3);
    await handler.close();
  });

  it("lets no kept run go for a request that is refused", async () => {
    const handler = eventsHandler(lambda, { maxRuns: 1, inputSchema: z.string() });
    const kept = await handler(post("x"));
    await kept.text();
    expect((await handler(post(5))).status).toBe(422);
    const url = `http://host/chat/runs/${String(kept.headers.get("x-run-id"))}`;
    expect(await (await handler(new Request(url))).text()).toContain("x!");
    expect((await handler(post("y"))).status).toBe(200);
    await handler.close();
  });

  it("has room again when what was to be started failed", async () => {
    const handler = eventsHandler(
      () => {
        throw new Error("no stream");
      },
      { maxRuns: 1, onError: () => undefined },
    );
    for (let count = 0; count < 3; count += 1) expect((await handler(post("x"))).status).toBe(500);
    await handler.close();
  });
});

describe("a source that gives what is no stream of events", () => {
  const locked = new ReadableStream<StreamEvent>();
  locked.getReader();

  it.each<[string, unknown, string]>([
    ["nothing", undefined, "an EventStream"],
    ["a list", [], "an EventStream"],
    ["a stream that somebody else reads", locked, "locked"],
  ])("takes no place for ever, and is told of: %s", async (_what, given, said) => {
    const errors: unknown[] = [];
    const handler = eventsHandler(() => given as never, {
      maxRuns: 1,
      onError: (error) => errors.push(error),
    });
    for (let count = 0; count < 3; count += 1)
      expect((await handler(new Request("http://host/chat"))).status).toBe(500);
    expect(handler.runCount).toBe(0);
    expect(String(errors[2])).toContain(said);
    await handler.close();
  });
});

describe("a client", () => {
  it("that left before its run began starts none", async () => {
    let starts = 0;
    const counting = new RunnableLambda({ func: () => (starts += 1) });
    const client = new AbortController();
    const handler = eventsHandler(counting, {
      authorize: async () => {
        client.abort();
        return true;
      },
    });
    const response = await handler(post("x", client.signal));
    expect(response.status).toBe(400);
    expect(handler.runCount).toBe(0);
    expect(starts).toBe(0);
  });

  it.each(["wait", "coalesce"] as const)(
    "that never reads what the run ended with is let go (%s)",
    async (backpressure) => {
      const handler = eventsHandler(lambda, { backpressure, stallTimeoutMs: 1, retentionMs: 0 });
      await handler(post("x"));
      await until(() => handler.runCount === 0);
      expect(handler.runCount).toBe(0);
    },
  );
});

describe("a handler that closes", () => {
  it("tells its clients, and refuses what comes later", async () => {
    const handler = eventsHandler(forever, { retryMs: 0 });
    const server = await HttpServer.start(handler);
    const stream = connectEvents(server.url, { input: "x" });
    let closing: Promise<void> | undefined;
    const read = async (): Promise<void> => {
      for await (const event of stream)
        if (event.event === "on_chain_stream") closing = handler.close();
    };
    await expect(read()).rejects.toThrow(RunCancelledError);
    await closing;
    expect(server.requests).toHaveLength(1);
    expect((await handler(post("x"))).status).toBe(503);
    expect(handler.runCount).toBe(0);
    await server.close();
  });
});

describe("an option that is wrong", () => {
  it.each<[string, unknown]>([
    ["backpressure", "drop"],
    ["onDisconnect", "retry"],
    ["heartbeatMs", 2 ** 31],
    ["maxRuns", 0],
    ["maxBodyBytes", Number.NaN],
    ["configKeys", ["signal"]],
  ])("is refused: %s", (key, value) => {
    const options = { [key]: value } as EventsHandlerOptions;
    expect(() => eventsHandler(lambda, options)).toThrow(key);
  });

  it("is its default where it is undefined", async () => {
    const undefinedOptions = { configKeys: undefined, onDisconnect: undefined } as never;
    const handler: EventsHandler = eventsHandler(lambda, undefinedOptions);
    expect((await handler(post("x"))).status).toBe(200);
    await handler.close();
  });
});
