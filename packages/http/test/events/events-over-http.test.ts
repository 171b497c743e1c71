import { RunCancelledError, type CallbackHandler } from "@rivulet/core";
import {
  connectEvents,
  eventsHandler,
  RemoteRunError,
  type ConnectEventsOptions,
  type EventsHandler,
  type EventsHandlerOptions,
  type EventsSource,
} from "@rivulet/http";
import {
  ChatPromptTemplate,
  RunnableGenerator,
  RunnableLambda,
  StringOutputParser,
  type StreamEvent,
} from "@rivulet/runnables";
import { ScriptedChatModel } from "@rivulet/testing";
import { HttpServer } from "../support/http-server.ts";

const chunks = ["A ", "parrot ", "talks."];
const chain = ChatPromptTemplate.fromMessages([["human", "Tell of {topic}"]])
  .pipe(new ScriptedChatModel({ chunks }))
  .pipe(new StringOutputParser());
const input = { topic: "parrot" };

let server: HttpServer;
let handler: EventsHandler;

afterEach(async () => {
  await handler.close();
  await server.close();
});

async function serve(source: EventsSource, options: EventsHandlerOptions = {}): Promise<string> {
  handler = eventsHandler(source, { retryMs: 0, ...options });
  server = await HttpServer.start(handler);
  return `${server.url}/chat`;
}

async function read(url: string, options: ConnectEventsOptions = {}): Promise<StreamEvent[]> {
  const events: StreamEvent[] = [];
  for await (const event of connectEvents(url, options)) events.push(event);
  return events;
}

/** Keeps what happens on the server. */
function record(): { told: StreamEvent[]; recorder: CallbackHandler } {
  const told: StreamEvent[] = [];
  return { told, recorder: { on_event: (event) => void told.push(event as StreamEvent) } };
}

describe("events over HTTP", () => {
  it("are in the client what they were on the server", async () => {
    const { told, recorder } = record();
    const url = await serve(chain.withConfig({ callbacks: [recorder] }));
    const stream = connectEvents(url, { input });
    const events: StreamEvent[] = [];
    for await (const event of stream) events.push(event);
    expect(events.length).toBeGreaterThan(10);
    expect(events).toEqual(told);
    expect(await stream.output).toBe("A parrot talks.");
  });

  it("come from a function of the request as well, by GET", async () => {
    const url = await serve((request, context) =>
      chain.streamEvents({ topic: new URL(request.url).searchParams.get("topic") }, context),
    );
    const events = await read(`${url}?topic=cats`);
    expect(events[0]).toMatchObject({
      event: "on_chain_start",
      data: { input: { topic: "cats" } },
    });
    expect(events.at(-1)).toMatchObject({ event: "on_chain_end", seq: events.length - 1 });
  });

  it("are those that both server and client want", async () => {
    const url = await serve(chain, { filter: { excludeTypes: ["prompt"] } });
    const types = (events: StreamEvent[]): string[] => [
      ...new Set(events.map(({ event }) => event)),
    ];
    expect(
      types(await read(url, { input, filter: { includeTypes: ["parser", "prompt"] } })),
    ).toEqual(["on_parser_start", "on_parser_stream", "on_parser_end"]);
    const where = (event: StreamEvent): boolean => event.event === "on_chain_end";
    expect(types(await read(url, { input, filter: { where } }))).toEqual(["on_chain_end"]);
  });

  it("end with an error that says nothing of the server's", async () => {
    const url = await serve(
      new RunnableLambda({
        func: () => {
          throw new Error("password: hunter2");
        },
      }),
      { filter: { excludeEvents: ["on_chain_error"] } },
    );
    const response = await post(url, { input: 1 });
    const text = await response.text();
    expect(text).toMatch(
      /event: error\nid: \S+\ndata: \{"type":"about:blank","title":"The run failed"/u,
    );
    expect(text).not.toMatch(/hunter2|\.ts/u);
    await expect(read(url, { input: 1 })).rejects.toThrow(RemoteRunError);
  });

  it("pass through what redacts them, and what it fails on is not sent", async () => {
    const errors: unknown[] = [];
    const url = await serve(chain, {
      redact: (sink) => ({
        on_event: (event) => {
          if (event.event === "on_prompt_start") throw new Error("cannot redact");
          return sink.on_event?.({ ...event, tags: ["redacted"] });
        },
      }),
      onError: (error) => errors.push(error),
    });
    const events = await read(url, { input });
    expect(new Set(events.flatMap(({ tags }) => tags))).toEqual(new Set(["redacted"]));
    expect(events.some(({ event }) => event === "on_prompt_start")).toBe(false);
    expect(errors).toEqual([new Error("cannot redact")]);
  });
});

describe("a run on the server", () => {
  // Tells one chunk, then waits for its end.
  function waitingRun(): { source: RunnableGenerator<string, string>; ended: Promise<string> } {
    let tell: (how: string) => void = () => undefined;
    const ended = new Promise<string>((resolve) => {
      tell = resolve;
    });
    const source = new RunnableGenerator<string, string>(async function* wait(_input, config) {
      try {
        yield "first";
        await new Promise((_, reject) => {
          config.signal?.addEventListener("abort", () => {
            reject(config.signal?.reason as Error);
          });
        });
      } finally {
        tell("finally");
      }
    });
    return { source, ended };
  }

  it("is cancelled by DELETE, and its clients are told", async () => {
    const { source, ended } = waitingRun();
    const url = await serve(source);
    let cancelled: Promise<Response> | undefined;
    const events: StreamEvent[] = [];
    const reading = (async () => {
      for await (const event of connectEvents(url, { input: "x" })) {
        events.push(event);
        if (event.event === "on_chain_stream")
          cancelled = fetch(`${url}/runs/${event.run_id}`, { method: "DELETE" });
      }
    })();
    await expect(reading).rejects.toThrow(RunCancelledError);
    expect(await ended).toBe("finally");
    expect((await cancelled)?.status).toBe(204);
    expect(events.at(-1)?.event).toBe("on_chain_cancel");
  });

  it("goes on when its client leaves, and is read by another one", async () => {
    const { source } = waitingRun();
    const url = await serve(source);
    let runId = "";
    for await (const event of connectEvents(url, { input: "x" })) {
      runId = event.run_id;
      if (event.event === "on_chain_stream") break;
    }
    const names: string[] = [];
    for await (const event of connectEvents(`${url}/runs/${runId}`)) {
      names.push(event.event);
      if (event.event === "on_chain_stream") break;
    }
    expect(names).toEqual(["on_chain_start", "on_chain_stream"]);
    expect(handler.runCount).toBe(1);
  });

  it("is cancelled with its last client by option", async () => {
    const { source, ended } = waitingRun();
    const url = await serve(source, { onDisconnect: "cancel", retentionMs: 0 });
    for await (const event of connectEvents(url, { input: "x" }))
      if (event.event === "on_chain_stream") break;
    expect(await ended).toBe("finally");
  });

  it("is cancelled when its client leaves and wants that", async () => {
    const { source, ended } = waitingRun();
    const url = await serve(source);
    for await (const event of connectEvents(url, { input: "x", cancelOnLeave: true }))
      if (event.event === "on_chain_stream") break;
    expect(await ended).toBe("finally");
  });
});

function post(url: string, body: unknown): Promise<Response> {
  return fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}
