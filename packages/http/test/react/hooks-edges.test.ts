import { EventStream } from "@rivulet/core";
import { eventsHandler, type EventsHandler } from "@rivulet/http";
import {
  useRunEvents,
  useRunTree,
  type EventsSource,
  type RunEventsState,
} from "@rivulet/http/react";
import { RunnableGenerator, type StreamEvent } from "@rivulet/runnables";
import { act, createElement, type ReactNode } from "react";
import { renderToString } from "react-dom/server";
import { HttpServer } from "../support/http-server.ts";
import { usePage } from "../support/use-page.ts";

const page = usePage();
let server: HttpServer;
let handler: EventsHandler;
const states: RunEventsState[] = [];

beforeEach(async () => {
  const echo = new RunnableGenerator<string, string>(async function* echo(inputs) {
    for await (const input of inputs) yield input;
  });
  handler = eventsHandler(echo);
  server = await HttpServer.start(handler);
  states.length = 0;
});

afterEach(async () => {
  await handler.close();
  await server.close();
});

interface Properties {
  readonly source: EventsSource;
  readonly input?: string;
  readonly types?: readonly string[];
}

function Events({ source, input = "x", types }: Properties): ReactNode {
  const filter = types === undefined ? {} : { filter: { includeTypes: types as never } };
  const state = useRunEvents(source, { input, maxRetries: 0, ...filter });
  states.push(state);
  return state.status;
}

function Tree({ source }: Properties): ReactNode {
  return useRunTree(source, { input: "x" }).status;
}

/** Paints until the page says that, and nothing else. */
function paintUntil(element: ReactNode, expected: string): Promise<void> {
  return page.paint(element, (text) => text === expected);
}

const chunksOf = ({ events }: RunEventsState): unknown[] =>
  events.flatMap((event) => (event.event === "on_chain_stream" ? [event.data.chunk] : []));

describe("a component", () => {
  it("that is given another address begins again with that", async () => {
    await paintUntil(createElement(Events, { source: `${server.url}/a`, input: "a" }), "ended");
    const last = states.at(-1);
    await paintUntil(createElement(Events, { source: `${server.url}/b`, input: "b" }), "ended");
    expect(last && chunksOf(last)).toEqual(["a"]);
    const seen = states.slice(states.lastIndexOf(last as RunEventsState) + 1).flatMap(chunksOf);
    expect(new Set(seen)).toEqual(new Set(["b"]));
  });

  it("that failed begins again with another address", async () => {
    server.handler = () => new Response("no", { status: 404 });
    await paintUntil(createElement(Events, { source: `${server.url}/a` }), "failed");
    expect(states.at(-1)?.error).toMatchObject({ code: "EVENTS_CONNECTION" });
    server.handler = handler;
    await paintUntil(createElement(Events, { source: `${server.url}/b` }), "ended");
    expect(states.at(-1)?.error).toBeUndefined();
  });

  it("that is given another key takes its options anew", async () => {
    const element = (key: string, types?: readonly string[]): ReactNode =>
      createElement(Events, { key, source: server.url, ...(types && { types }) });
    await paintUntil(element("all"), "ended");
    expect(states.at(-1)?.events).toHaveLength(3);
    await paintUntil(element("tools", ["tool"]), "ended");
    expect(states.at(-1)?.events).toHaveLength(0);
  });

  it.each<[string, EventsSource, readonly string[] | undefined]>([
    ["an address that is none", "http://", undefined],
    ["a filter that is wrong", "http://localhost/", ["colour"]],
    [
      "a source that throws",
      () => {
        throw new Error("no source");
      },
      undefined,
    ],
  ])("that is given %s has failed, and the page goes on", async (_what, source, types) => {
    await paintUntil(createElement(Events, { source, ...(types && { types }) }), "failed");
    expect(states.at(-1)?.error).toBeInstanceOf(Error);
  });

  it("that goes in the midst leaves its stream, and is painted no more", async () => {
    let tell: (event: StreamEvent) => void = () => undefined;
    let left = 0;
    const stream = new EventStream<unknown, StreamEvent>({
      start: (handlers, scope) => {
        tell = (event) => {
          for (const one of handlers) void one.on_event?.(event);
        };
        return new Promise((_resolve, reject) => {
          scope.signal.addEventListener("abort", () => {
            left += 1;
            reject(scope.signal.reason as Error);
          });
        });
      },
    });
    const source = (): typeof stream => stream;
    await paintUntil(createElement(Events, { source }), "open");
    await paintUntil("gone", "gone");
    const count = states.length;
    await act(async () => {
      tell({ event: "on_chain_start", run_id: "r" } as StreamEvent);
      await new Promise(setImmediate);
    });
    expect(states).toHaveLength(count);
    expect(left).toBe(1);
  });

  it("is painted once for what comes at once, and not without a change", async () => {
    await paintUntil(createElement(Events, { source: server.url }), "ended");
    const painted = states.length;
    expect(painted).toBeLessThan(8);
    await act(async () => {
      for (let turn = 0; turn < 10; turn += 1) await new Promise(setImmediate);
    });
    expect(states).toHaveLength(painted);
    await paintUntil(createElement(Events, { source: server.url }), "ended");
    expect(states.at(-1)?.events).toBe(states.at(-2)?.events);
  });

  it("is painted on a server, where it opens nothing", () => {
    expect(renderToString(createElement(Events, { source: server.url }))).toBe("idle");
    expect(renderToString(createElement(Tree, { source: server.url }))).toBe("idle");
    expect(server.requests).toHaveLength(0);
  });
});
