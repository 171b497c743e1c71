import { getEventListeners } from "node:events";
import {
  connectEvents,
  eventsHandler,
  type ConnectEventsOptions,
  type EventsHandler,
} from "@rivulet/http";
import { RunnableGenerator } from "@rivulet/runnables";
import { HttpServer } from "../support/http-server.ts";
import { eventAnswer, fetchOf } from "../support/raw-answers.ts";
import { turn, ReachableWatch } from "../support/reachable-watch.ts";

const chunkCount = 4;

/** What a server tells of one run, from an event on. */
function framesFrom(first: number): readonly string[] {
  const payloads: readonly (readonly [string, object])[] = [
    ["on_chain_start", { input: "x" }],
    ...Array.from({ length: chunkCount }, (_, index): [string, object] => [
      "on_chain_stream",
      { chunk: index },
    ]),
    ["on_chain_end", { output: "y" }],
  ];
  const frames = payloads.map(([event, data], seq) => {
    const fields = { event, name: "f", run_id: "root", parent_ids: [], tags: [], metadata: {} };
    const text = JSON.stringify({ ...fields, data, seq, time: seq });
    return `event: ${event}\nid: e.root.${String(seq)}\ndata: ${text}\n\n`;
  });
  const end = `event: end\ndata: ${JSON.stringify({ seq: payloads.length - 1 })}\n\n`;
  return ["retry: 0\n\n", ...frames.slice(first), end];
}

/** What a page leaves with. Made here: an error holds what the functions hold that it was made in. */
const left = new Error("left");

const reset = 'event: reset\ndata: {"reason":"restart"}\n\n';
const failure = 'event: error\ndata: {"title":"No","code":"RUN_FAILED"}\n\n';

type Answer = (request: Request) => Response | Promise<Response>;

const whole: Answer = () => eventAnswer(framesFrom(0));
/** A body that tells no more after its first events, and does not end. */
const silent: Answer = ({ signal }) => {
  const frames = framesFrom(0).slice(0, 3);
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      signal.addEventListener("abort", () => {
        controller.error(signal.reason);
      });
    },
    pull(controller) {
      const frame = frames.shift();
      if (frame === undefined) return new Promise<void>(() => undefined);
      controller.enqueue(new TextEncoder().encode(frame));
      return undefined;
    },
  });
  return new Response(body, {
    headers: { "content-type": "text/event-stream", "x-run-id": "root" },
  });
};
/** An answer that does not come before the request is given up. */
const unanswered: Answer = ({ signal }) =>
  new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => {
      reject(signal.reason as Error);
    });
  });

interface Way {
  readonly answers: readonly Answer[];
  readonly options?: ConnectEventsOptions;
  /** How the consumer leaves; without it, it stays to the end. */
  readonly leave?: "break" | "abort" | "unsubscribe";
  /** What it waits for before it leaves; an event, if nothing is said. */
  readonly after?: "request" | "timer";
  /** What the stream fails with, where it does. */
  readonly fails?: RegExp;
  /** How many requests are made; one, if nothing is said. */
  readonly requests?: number;
}

const throwing = (): never => {
  throw new Error("of the page");
};

const ways: Readonly<Record<string, Way>> = {
  ended: { answers: [whole] },
  "found nothing more": { answers: [() => new Response(null, { status: 204 })] },
  "were left in a loop": { answers: [whole], leave: "break" },
  "were left in a loop for which they waited": {
    answers: [whole],
    options: { highWaterMark: 1 },
    leave: "break",
  },
  "were left while the server told nothing": { answers: [silent], leave: "unsubscribe" },
  "were aborted": { answers: [silent], leave: "abort" },
  "were aborted and cancelled on the server": {
    answers: [silent, () => new Response(null, { status: 204 })],
    options: { input: 1, cancelOnLeave: true },
    leave: "abort",
    requests: 2,
  },
  "were aborted before the answer": {
    answers: [unanswered],
    leave: "abort",
    after: "request",
  },
  "were aborted while they waited to try again": {
    answers: [() => new Response("", { status: 503, headers: { "retry-after": "1000" } })],
    leave: "abort",
    after: "timer",
  },
  "were refused": { answers: [() => new Response("", { status: 404 })], fails: /404/u },
  "failed on the server": { answers: [() => eventAnswer([failure])], fails: /on the server/u },
  "tried too often": {
    answers: [() => eventAnswer(["retry: 0\n\n"], { breaks: true })],
    options: { maxRetries: 2 },
    fails: /3 tries/u,
    requests: 3,
  },
  "were reset": {
    answers: [() => eventAnswer([reset, ...framesFrom(0)])],
    options: { onReset: () => undefined },
  },
  "failed by a reset": { answers: [() => eventAnswer([reset])], fails: /missing/u },
  "failed by what they tell": {
    answers: [() => eventAnswer([reset, ...framesFrom(0)])],
    options: { onReset: throwing },
    fails: /of the page/u,
  },
  "were resumed": {
    answers: [
      () => eventAnswer(framesFrom(0).slice(0, 3), { breaks: true }),
      () => eventAnswer(framesFrom(2)),
    ],
    requests: 2,
  },
};

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await turn();
}

/** The timers of the code under test that have neither fired nor been cleared. */
const timers = new Set<unknown>();

function watchTimers(): void {
  const { setTimeout: set, clearTimeout: clear } = globalThis;
  jest.spyOn(globalThis, "setTimeout").mockImplementation(((run: () => void, delayMs: number) => {
    const timer = set(() => {
      timers.delete(timer);
      run();
    }, delayMs);
    timers.add(timer);
    return timer;
  }) as typeof setTimeout);
  jest.spyOn(globalThis, "clearTimeout").mockImplementation((timer) => {
    timers.delete(timer);
    clear(timer);
  });
}

/** Reads a stream as a way says, and keeps nothing of it. Gives what it failed with, and how many requests were made. */
async function follow(
  way: Way,
  page: AbortController,
  watch: ReachableWatch,
): Promise<{ readonly failure: string | undefined; readonly requestCount: number }> {
  const { fetch, requests } = fetchOf(...way.answers);
  let eventCount = 0;
  const options = watch.add("options", {
    ...way.options,
    signal: page.signal,
    fetch: watch.add("fetch", async (url: string, init: RequestInit) => {
      init.signal?.throwIfAborted();
      const response = await fetch(url, init);
      if (response.body !== null) watch.add("body", response.body);
      return watch.add("response", response);
    }),
  });
  const stream = watch.add("stream", connectEvents("http://host/", options));
  const whenLeft = async (): Promise<void> => {
    if (way.after === "request") await until(() => requests.length > 0);
    else if (way.after === "timer") await until(() => timers.size > 0);
    else await until(() => eventCount > 0);
  };
  const read = async (): Promise<void> => {
    if (way.leave === "unsubscribe") {
      const subscription = stream.subscribe((event) => {
        watch.add("event", event);
        eventCount += 1;
      });
      await whenLeft();
      subscription.unsubscribe();
      return;
    }
    if (way.leave === "abort") {
      void whenLeft().then(() => {
        page.abort(left);
      });
    }
    for await (const event of stream) {
      watch.add("event", event);
      eventCount += 1;
      if (way.leave === "break") break;
    }
  };
  const failure = await read().then(
    () => undefined,
    (error: unknown) => (error as Error).message,
  );
  await until(() => requests.length >= (way.requests ?? 1));
  return { failure, requestCount: requests.length };
}

afterEach(() => {
  jest.restoreAllMocks();
  timers.clear();
});

describe("of streams of connectEvents that", () => {
  it.each(Object.entries(ways))("%s nothing is left", async (_what, way) => {
    const page = new AbortController();
    const watch = new ReachableWatch();
    watchTimers();
    const { failure, requestCount } = await follow(way, page, watch);
    if (way.leave === "abort") expect(failure).toBe("left");
    else if (way.fails === undefined) expect(failure).toBeUndefined();
    else expect(failure).toMatch(way.fails);
    expect(requestCount).toBe(way.requests ?? 1);
    expect(watch.names).toEqual(expect.arrayContaining(["options", "fetch", "stream"]));
    // What watches the timers keeps what they were set with.
    jest.mocked(setTimeout).mockClear();
    expect(await watch.findReachable()).toEqual([]);
    expect(getEventListeners(page.signal, "abort")).toEqual([]);
    expect(timers.size).toBe(0);
  });
});

describe("the sockets of connectEvents", () => {
  let server: HttpServer;
  let handler: EventsHandler;

  beforeEach(async () => {
    const source = new RunnableGenerator<string, string>(
      async function* count(inputs) {
        let input = "";
        for await (const part of inputs) input += part;
        yield "a";
        if (input === "endless") await new Promise<never>(() => undefined);
        yield "b";
      },
      { name: "count" },
    );
    handler = eventsHandler(source, { retentionMs: 0, onDisconnect: "cancel" });
    server = await HttpServer.start(handler);
  });

  afterEach(async () => {
    await handler.close();
    await server.close();
  });

  // What fetch keeps for the next request is idle; every other one must be closed.
  const whenAllIdle = (): Promise<void> =>
    until(() => {
      server.closeIdle();
      return server.sockets.size === 0;
    });

  it("are closed when streams are left", async () => {
    for (let visit = 0; visit < 5; visit += 1) {
      const page = new AbortController();
      const options = { input: "endless", signal: page.signal, cancelOnLeave: visit % 2 === 0 };
      const stream = connectEvents(server.url, options);
      if (visit === 0) {
        for await (const _event of stream) break;
      } else {
        const reading = stream.output;
        // Its own: a stream that was left before may ask for its run to be cancelled meanwhile.
        await until(() => server.requests.filter(({ method }) => method === "POST").length > visit);
        page.abort();
        await expect(reading).rejects.toThrow();
      }
    }
    await until(() => handler.runCount === 0);
    await whenAllIdle();
  });

  it.each(["onRunId", "onEventId"])("are closed when %s throws", async (name) => {
    const stream = connectEvents(server.url, { input: "endless", [name]: throwing });
    await expect(stream.output).rejects.toThrow("of the page");
    await whenAllIdle();
  });

  it("serve no request any more when streams have ended", async () => {
    for (let visit = 0; visit < 5; visit += 1)
      await connectEvents(server.url, { input: "short" }).output;
    expect(server.requests).toHaveLength(5);
    await whenAllIdle();
  });
});
