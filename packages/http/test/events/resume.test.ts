import type { CallbackHandler } from "@rivulet/core";
import {
  connectEvents,
  EventsResetError,
  eventsHandler,
  type EventsHandler,
  type EventsHandlerOptions,
  type ResetReason,
} from "@rivulet/http";
import {
  ChatPromptTemplate,
  RunnableGenerator,
  StringOutputParser,
  type StreamEvent,
} from "@rivulet/runnables";
import { ScriptedChatModel } from "@rivulet/testing";
import { cutBody, type BodyCut } from "../support/cut-body.ts";
import { HttpServer } from "../support/http-server.ts";

const chain = ChatPromptTemplate.fromMessages([["human", "Tell of {topic}"]])
  .pipe(new ScriptedChatModel({ chunks: ["A ", "parrot ", "talks."] }))
  .pipe(new StringOutputParser());
const input = { topic: "parrot" };

let server: HttpServer;
let handler: EventsHandler;

afterEach(async () => {
  await handler.close();
  await server.close();
});

async function serve(options: EventsHandlerOptions = {}): Promise<{ told: StreamEvent[] }> {
  const told: StreamEvent[] = [];
  const recorder: CallbackHandler = { on_event: (event) => void told.push(event as StreamEvent) };
  handler = eventsHandler(chain.withConfig({ callbacks: [recorder] }), { retryMs: 0, ...options });
  server = await HttpServer.start(handler);
  return { told };
}

/** How many ids a client has seen: that of the greeting, and one for each event. */
class Progress {
  #count = 0;
  #waiting: { readonly count: number; readonly resolve: () => void }[] = [];

  readonly onEventId = (): void => {
    this.#count += 1;
    const ready = this.#waiting.filter(({ count }) => count <= this.#count);
    this.#waiting = this.#waiting.filter(({ count }) => count > this.#count);
    for (const { resolve } of ready) resolve();
  };

  /** Resolves when it has seen so many more than now. */
  whenMore(more: number): Promise<void> {
    const count = this.#count + more;
    if (more === 0) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ count, resolve }));
  }
}

/** Cuts the answers to the requests, one after the other, after so many events; the next ones are whole. */
function cutAnswers(cuts: readonly BodyCut[]): Progress {
  const left = [...cuts];
  const progress = new Progress();
  server.handler = async (request) => {
    const response = await handler(request);
    const cut = left.shift();
    if (cut === undefined) return response;
    const read = progress.whenMore(cut.after + 1);
    return cutBody(response, { ...cut, whenRead: () => read });
  };
  return progress;
}

async function read({ onEventId }: Progress): Promise<StreamEvent[]> {
  const events: StreamEvent[] = [];
  for await (const event of connectEvents(server.url, { input, onEventId })) events.push(event);
  return events;
}

describe("a client whose connection is cut", () => {
  const eventCount = 17;

  it.each(Array.from({ length: eventCount + 1 }, (_, index) => index))(
    "after event %i has all events once and in order",
    async (after) => {
      const { told } = await serve();
      const progress = cutAnswers([{ after }]);
      expect(await read(progress)).toEqual(told);
      expect(told).toHaveLength(eventCount);
      expect(server.requests.length).toBe(after < eventCount ? 2 : 1);
    },
  );

  it("within a frame, and again and again, has all events once and in order", async () => {
    const { told } = await serve();
    const progress = cutAnswers([
      { after: 2, rest: 30 },
      { after: 0, rest: 90 },
      { after: 1 },
      { after: 0 },
      { after: 4, rest: 10 },
    ]);
    expect(await read(progress)).toEqual(told);
    expect(server.requests.length).toBe(6);
  });

  it("is told once which run it is, before the first event and over all connections", async () => {
    const { told } = await serve();
    const { onEventId } = cutAnswers([{ after: 2 }, { after: 0 }]);
    const seen: string[] = [];
    const onRunId = (runId: string): void => void seen.push(runId);
    for await (const { event } of connectEvents(server.url, { input, onRunId, onEventId }))
      seen.push(event);
    expect(server.requests.length).toBe(3);
    expect(seen).toEqual([told[0]?.run_id, ...told.map(({ event }) => event)]);
  });

  it("fails as its onRunId does, and asks no more", async () => {
    await serve();
    const stream = connectEvents(server.url, {
      input,
      onRunId: () => {
        throw new RangeError("not that one");
      },
    });
    await expect(stream.output).rejects.toThrow("not that one");
    expect(server.requests.length).toBe(1);
  });

  it("goes on by the id of the last event in another client", async () => {
    const { told } = await serve();
    let id = "";
    let runId = "";
    let count = 0;
    for await (const event of connectEvents(server.url, {
      input,
      onEventId: (next) => (id = next),
    })) {
      runId = event.run_id;
      count += 1;
      if (count === 5) break;
    }
    // What was read before the loop was left is at least what it was given.
    const seq = Number(id.split(".").at(-1));
    runId = id.split(".")[1] ?? runId;
    const rest: StreamEvent[] = [];
    for await (const event of connectEvents(`${server.url}/runs/${runId}?lastEventId=${id}`))
      rest.push(event);
    expect(rest).toEqual(told.slice(seq + 1));
  });
});

describe("a client that comes too late", () => {
  it("is told of a reset when the buffer has dropped what comes next", async () => {
    const { told } = await serve({ replayBufferSize: 4 });
    const { onEventId } = cutAnswers([{ after: 2 }]);
    const reasons: ResetReason[] = [];
    const events: StreamEvent[] = [];
    const onReset = (reason: ResetReason): void => void reasons.push(reason);
    const stream = connectEvents(server.url, { input, onReset, onEventId });
    for await (const event of stream) events.push(event);
    expect(reasons).toEqual(["overrun"]);
    expect(events).toEqual([...told.slice(0, 2), ...told.slice(-4)]);
  });

  it("is told the same when the events that come next were too large to be kept", async () => {
    const { told } = await serve({ maxReplayBytes: 1 });
    const { onEventId } = cutAnswers([{ after: 2 }]);
    const reasons: ResetReason[] = [];
    const events: StreamEvent[] = [];
    const onReset = (reason: ResetReason): void => void reasons.push(reason);
    const stream = connectEvents(server.url, { input, onReset, onEventId });
    for await (const event of stream) events.push(event);
    expect(reasons).toEqual(["overrun"]);
    // The newest one is kept however large it is.
    expect(events).toEqual([...told.slice(0, 2), ...told.slice(-1)]);
  });

  it("fails where nobody says what is to be done then", async () => {
    await serve({ replayBufferSize: 4 });
    const progress = cutAnswers([{ after: 2 }]);
    await expect(read(progress)).rejects.toThrow(EventsResetError);
  });

  it("begins again after a restart, where the run can be made again", async () => {
    let starts = 0;
    const make = (): EventsHandler =>
      eventsHandler(
        (_request, context) => {
          starts += 1;
          return chain.streamEvents(input, context);
        },
        { retryMs: 0 },
      );
    handler = make();
    server = await HttpServer.start(handler);
    const old = handler;
    const progress = new Progress();
    const { onEventId } = progress;
    const read = progress.whenMore(4);
    server.handler = async (request) => {
      const response = cutBody(await old(request), { after: 3, whenRead: () => read });
      handler = make();
      server.handler = handler;
      return response;
    };
    let events: StreamEvent[] = [];
    const stream = connectEvents(server.url, {
      onEventId,
      onReset: () => {
        events = [];
      },
    });
    for await (const event of stream) events.push(event);
    expect(starts).toBe(2);
    expect(events).toHaveLength(17);
    expect(events[0]?.seq).toBe(0);
    await old.close();
  });

  it("is told that its run is lost after a restart, where the input is lost", async () => {
    await serve();
    const old = handler;
    const progress = new Progress();
    const { onEventId } = progress;
    const read = progress.whenMore(4);
    server.handler = async (request) => {
      const response = cutBody(await old(request), { after: 3, whenRead: () => read });
      handler = eventsHandler(chain);
      server.handler = handler;
      return response;
    };
    const reasons: ResetReason[] = [];
    const onReset = (reason: ResetReason): void => void reasons.push(reason);
    const stream = connectEvents(server.url, { input, onReset, onEventId });
    await expect(stream.output).rejects.toMatchObject({ remoteCode: "RUN_LOST" });
    expect(reasons).toEqual(["restart"]);
    await old.close();
  });
});

describe("a client that coalesces", () => {
  const count = 2000;
  const whole = Array.from({ length: count }, (_, index) => `${String(index)} `).join("");
  const fast = new RunnableGenerator<string, string>(async function* fast() {
    for (let index = 0; index < count; index += 1) yield `${String(index)} `;
  }).pipe(async function* passOn(chunks: AsyncIterable<string>) {
    yield* chunks;
  });

  it.each([0, 1, 3, 6, 9, 14, 21])(
    "and is cut after frame %i has every character of every run once",
    async (after) => {
      handler = eventsHandler(fast, {
        retryMs: 0,
        backpressure: "coalesce",
        highWaterMark: 5,
        replayBufferSize: 10_000,
      });
      server = await HttpServer.start(handler);
      const progress = new Progress();
      const read = progress.whenMore(after);
      let answers = 0;
      server.handler = async (request) => {
        const response = await handler(request);
        answers += 1;
        return answers > 1 ? response : cutBody(response, { after, whenRead: () => read });
      };
      const texts: Record<string, string> = {};
      let frames = 0;
      for await (const event of connectEvents(server.url, { input: "x" })) {
        progress.onEventId();
        frames += 1;
        if (event.event === "on_chain_stream")
          texts[event.name] = (texts[event.name] ?? "") + String(event.data.chunk);
      }
      expect(texts).toEqual({ fast: whole, passOn: whole, RunnableSequence: whole });
      expect(answers).toBe(2);
      expect(frames).toBeLessThan(3 * count);
    },
  );
});
