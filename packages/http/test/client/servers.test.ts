import { InvalidArgumentError, RivuletError } from "@rivulet/core";
import {
  connectEvents,
  EventsConnectionError,
  EventsResetError,
  eventsHandler,
  type ConnectEventsOptions,
} from "@rivulet/http";
import { RunnableGenerator, RunnableLambda, type StreamEvent } from "@rivulet/runnables";
import { eventAnswer, fetchOf } from "../support/raw-answers.ts";

const url = "http://host/api/chat?tenant=a";
const run = 'event: run\nid: e.r.-1\nretry: 0\ndata: {"runId":"r"}\n\n';
const start =
  'event: on_chain_start\nid: e.r.0\ndata: {"event":"on_chain_start","name":"f","run_id":"r","parent_ids":[],"tags":[],"metadata":{},"data":{},"seq":0,"time":1}\n\n';
const end = 'event: end\nid: e.r.1\ndata: {"seq":0}\n\n';

function open(options: ConnectEventsOptions): Promise<unknown> {
  return Promise.resolve(connectEvents(url, { input: "x", maxRetryDelayMs: 0, ...options }).output);
}

describe("an answer that is no stream of events", () => {
  it.each<[string, Response]>([
    ["a page", new Response("<html>", { headers: { "content-type": "text/html" } })],
    ["a redirect that leads nowhere", new Response(null, { status: 302 })],
    ["404", new Response("nothing", { status: 404 })],
    ["502, after which the run may have started", new Response("", { status: 502 })],
    ["no body", new Response(null, { headers: { "content-type": "text/event-stream" } })],
  ])("is refused, and not asked for again: %s", async (_what, answer) => {
    const { fetch, requests } = fetchOf(() => answer);
    await expect(open({ fetch })).rejects.toBeInstanceOf(EventsConnectionError);
    expect(requests).toHaveLength(1);
  });

  it("is the end when it is 204", async () => {
    const { fetch } = fetchOf(() => new Response(null, { status: 204 }));
    expect(await open({ fetch })).toBeUndefined();
  });
});

describe("a server that cannot now", () => {
  it("is asked again when it says", async () => {
    jest.useFakeTimers();
    const busy = (): Response => new Response("", { status: 503, headers: { "retry-after": "7" } });
    const { fetch, requests } = fetchOf(busy, () => eventAnswer([run, start, end]));
    const output = connectEvents(url, { input: "x", fetch }).output;
    void output.catch(() => undefined);
    await jest.advanceTimersByTimeAsync(6999);
    expect(requests).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(1);
    expect(requests).toHaveLength(2);
    jest.useRealTimers();
    await output;
  });

  it.each(["86400", "Fri, 31 Dec 9999 23:59:59 GMT", "soon"])(
    "is asked again within bounds, whatever it says: %s",
    async (retryAfter) => {
      const headers = { "retry-after": retryAfter };
      const { fetch, requests } = fetchOf(() => new Response("", { status: 429, headers }));
      await expect(open({ fetch, maxRetries: 3 })).rejects.toThrow("429");
      expect(requests).toHaveLength(4);
    },
  );

  it("is waited for no longer when the stream is aborted", async () => {
    const client = new AbortController();
    const { fetch } = fetchOf(() => {
      setImmediate(() => {
        client.abort(new Error("enough"));
      });
      return new Response("", { status: 503, headers: { "retry-after": "3600" } });
    });
    const { signal } = client;
    await expect(open({ fetch, signal, maxRetryDelayMs: 3_600_000 })).rejects.toThrow("enough");
  });

  it("says why the first request got no answer", async () => {
    const { fetch, requests } = fetchOf(() => Promise.reject(new TypeError("no route")));
    await expect(open({ fetch })).rejects.toMatchObject({ cause: new TypeError("no route") });
    expect(requests).toHaveLength(1);
  });
});

describe("a server that sends something else", () => {
  it.each<[string, string]>([
    ["no JSON", "event: on_chain_start\ndata: {\n\n"],
    ["no event", "event: on_chain_start\ndata: []\n\n"],
    ["an event that there is not", "event: on_colour_start\ndata: {}\n\n"],
    ["a frame that there is not", "event: hello\ndata: 5\n\n"],
    ["an error that is none", "event: error\ndata: null\n\n"],
    ["an error that is no JSON", "event: error\ndata: <html>\n\n"],
    ["a reset that is none", "event: reset\ndata: 7\n\n"],
  ])("is left with an error of ours: %s", async (_what, frame) => {
    const { fetch } = fetchOf(() => eventAnswer([run, frame]));
    const error: unknown = await open({ fetch }).catch((reason: unknown) => reason);
    expect(RivuletError.isInstance(error)).toBe(true);
  });

  it("ends where the end is no JSON", async () => {
    const { fetch } = fetchOf(() => eventAnswer([run, start, "event: end\ndata: <\n\n"]));
    expect(await open({ fetch })).toBeUndefined();
  });

  it("is left in the end when it tells nothing but resets", async () => {
    const reset = 'event: reset\ndata: {"reason":"overrun"}\n\n';
    const { fetch, requests } = fetchOf(() => eventAnswer([run, reset]));
    const options = { fetch, maxRetries: 3, onReset: () => undefined };
    await expect(open(options)).rejects.toThrow("No events came");
    expect(requests).toHaveLength(4);
    await expect(open({ fetch })).rejects.toBeInstanceOf(EventsResetError);
  });

  it("is stayed with while it lives, though it tells nothing", async () => {
    const idle = (): Response => eventAnswer([run, ": ping\n\n"], { breaks: true });
    const { fetch, requests } = fetchOf(idle, idle, idle, idle, idle, () =>
      eventAnswer([start, end]),
    );
    await open({ fetch, maxRetries: 1 });
    expect(requests).toHaveLength(6);
  });
});

describe("the requests that follow the first one", () => {
  it("go to its address, whatever the server calls itself, with all that belongs to it", async () => {
    const headers = { "content-type": "text/event-stream", location: "http://evil.example/runs/r" };
    const { fetch, requests } = fetchOf(
      () => eventAnswer([run, start], { breaks: true, headers }),
      () => eventAnswer([run], { headers }),
    );
    const options = {
      fetch,
      headers: { authorization: "me" },
      filter: { includeTypes: ["chain"] },
    } as const;
    for await (const _event of connectEvents(url, { ...options, input: "x", cancelOnLeave: true }))
      break;
    await connectEvents(url, {
      ...options,
      input: "x",
      maxRetries: 0,
      maxRetryDelayMs: 0,
    }).output.catch(() => undefined);
    expect(requests.map((request) => `${request.method} ${request.url}`)).toEqual([
      "POST http://host/api/chat?tenant=a&includeTypes=chain",
      "DELETE http://host/api/chat/runs/r?tenant=a",
      "POST http://host/api/chat?tenant=a&includeTypes=chain",
    ]);
    expect(requests.every((request) => request.headers.get("authorization") === "me")).toBe(true);
  });

  it("of a stream that is read by GET ask for the same address", async () => {
    const { fetch, requests } = fetchOf(
      () => eventAnswer([run, start], { breaks: true }),
      () => eventAnswer([end]),
    );
    await connectEvents(url, { fetch, maxRetryDelayMs: 0 }).output;
    expect(requests.map((request) => [request.url, request.headers.get("last-event-id")])).toEqual([
      [url, null],
      [url, "e.r.0"],
    ]);
  });
});

describe("a filter", () => {
  it("with a list that has nothing lets nothing through", async () => {
    const lambda = new RunnableLambda({ func: (text: string) => text });
    const handler = eventsHandler(lambda);
    const { fetch } = fetchOf((request) => handler(request));
    const told: StreamEvent[] = [];
    const options = { input: "x", fetch, filter: { includeTypes: [] } };
    for await (const event of connectEvents("http://host/", options)) told.push(event);
    expect(told).toEqual([]);
    await handler.close();
  });
});

describe("two consumers of one stream", () => {
  it("see the same, over one connection", async () => {
    const source = new RunnableGenerator<string, string>(async function* source() {
      for (let count = 0; count < 300; count += 1) yield String(count);
    });
    const handler = eventsHandler(source);
    const { fetch, requests } = fetchOf((request) => handler(request));
    const stream = connectEvents("http://host/", { input: "x", fetch });
    const readAll = async (): Promise<number[]> => {
      const seqs: number[] = [];
      for await (const { seq } of stream) seqs.push(seq);
      return seqs;
    };
    const [first, second] = await Promise.all([readAll(), readAll()]);
    expect(first).toEqual(second);
    expect(first).toHaveLength(302);
    expect(requests).toHaveLength(1);
    await handler.close();
  });
});

describe("an option of the client that is wrong", () => {
  it.each([{ maxRetries: -1 }, { maxRetries: Number.NaN }, { maxRetryDelayMs: 1.5 }])(
    "is refused: %j",
    (options) => {
      expect(() => connectEvents(url, options)).toThrow(Object.keys(options)[0]);
    },
  );

  it("is refused: a config that can't be sent", () => {
    const options = { input: "x", config: { metadata: { big: 1n } } };
    expect(() => connectEvents(url, options)).toThrow("can't be sent");
  });

  it.each<[string, string, ConnectEventsOptions, string]>([
    ["an address without a scheme", "localhost:3000/chat", {}, "http(s)"],
    ["an address of another scheme", "ftp://host/chat", {}, "http(s)"],
    ["an address with a password", "http://ada:geheim@host/chat", {}, "authorization"],
    ["a header that is none", url, { headers: { "x-token": "geheim\n1" } }, "x-token"],
    ["a header beyond Latin", url, { headers: { "x-user": "에이다" } }, "x-user"],
    ["a name of a header that is none", url, { headers: { "x user": "1" } }, "x user"],
    ["an id with a NUL", url, { lastEventId: "a\0b" }, "lastEventId"],
    ["an id in two lines", url, { lastEventId: "a\r\nb" }, "lastEventId"],
    ["an id with a control character", url, { lastEventId: "a\u007fb" }, "lastEventId"],
  ])(
    "is refused at the call, and not sent again and again: %s",
    (_what, address, options, said) => {
      const { fetch, requests } = fetchOf();
      const connect = (): unknown => connectEvents(address, { ...options, fetch });
      expect(connect).toThrow(InvalidArgumentError);
      expect(connect).toThrow(said);
      expect(connect).not.toThrow("geheim");
      expect(requests).toEqual([]);
    },
  );

  it.each([
    "http://ada:geheim@host:99999/chat",
    "http:\\\\ada:geheim@host:99999/chat",
    "http:ada:geheim@host:99999/chat",
    "http://ada:with/geheim@host:99999/chat",
    "http://ada:with#geheim@host:99999/chat",
    "ada:geheim@host:99999/chat",
    "ftp://host:99999/chat?key=geheim",
    "ftp://host:99999/chat#geheim",
  ])("tells no password or key of an address that is none: %s", (address) => {
    const connect = (): unknown => connectEvents(address);
    expect(connect).toThrow("host:99999/chat");
    expect(connect).not.toThrow("geheim");
  });
});
