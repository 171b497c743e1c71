import { eventsHandler, traceRoute, type EventsHandler } from "@rivulet/http";
import { useRunEvents, useRunTree } from "@rivulet/http/react";
import { RunnableGenerator, type StreamEvent } from "@rivulet/runnables";
import { EventStream } from "@rivulet/core";
import { createElement, StrictMode, type ReactNode } from "react";
import { HttpServer } from "../support/http-server.ts";
import { usePage } from "../support/use-page.ts";

const page = usePage();
let server: HttpServer;
let handler: EventsHandler;
let starts = 0;

beforeEach(async () => {
  starts = 0;
  const words = new RunnableGenerator<string, string>(async function* words() {
    starts += 1;
    for (const word of ["a ", "parrot ", "talks"]) yield word;
  });
  handler = eventsHandler(words);
  server = await HttpServer.start(handler);
});

afterEach(async () => {
  await handler.close();
  await server.close();
});

/** Paints until the page says so. */
function paintUntil(element: ReactNode, expected: string): Promise<void> {
  return page.paint(element, (text) => text.includes(expected));
}

function Tree({ url }: { readonly url: string }): ReactNode {
  const { roots, status } = useRunTree(url, { input: "x" });
  return `${status}: ${roots.map(({ name, text: told }) => `${name} = ${told}`).join()}`;
}

function Events({ source }: { readonly source: Parameters<typeof useRunEvents>[0] }): ReactNode {
  const { events, status, error } = useRunEvents(source, { input: "x" });
  return `${status}: ${events.map(({ event }) => event).join()} ${String(error)}`;
}

describe("a component", () => {
  it("sees the run tree grow to its end", async () => {
    await paintUntil(createElement(Tree, { url: server.url }), "ended");
    expect(page.text()).toBe("ended: words = a parrot talks");
  });

  it("sees no run of the request, which stands above the run but is not sent", async () => {
    server.handler = traceRoute(handler, { callbacks: [{ on_event: () => undefined }] });
    await paintUntil(createElement(Tree, { url: server.url }), "ended");
    expect(page.text()).toBe("ended: words = a parrot talks");
  });

  it("starts one run in strict mode, where React mounts it twice", async () => {
    const tree = createElement(Tree, { url: server.url });
    await paintUntil(createElement(StrictMode, null, tree), "ended");
    expect(page.text()).toBe("ended: words = a parrot talks");
    expect(starts).toBe(1);
  });

  it("sees events, of a stream of its own as well", async () => {
    await paintUntil(createElement(Events, { source: server.url }), "ended");
    expect(page.text()).toContain(
      "on_chain_start,on_chain_stream,on_chain_stream,on_chain_stream,on_chain_end",
    );
    const failing = (): EventStream<unknown, StreamEvent> =>
      new EventStream({ start: () => Promise.reject(new Error("no stream")) });
    await paintUntil(createElement(Events, { source: failing }), "failed");
    expect(page.text()).toBe("failed:  Error: no stream");
  });

  it("closes its connection when it goes", async () => {
    const forever = new RunnableGenerator<string, string>(async function* forever(_input, config) {
      yield "x";
      await new Promise((resolve) => config.signal?.addEventListener("abort", resolve));
    });
    const cancelling = eventsHandler(forever, { onDisconnect: "cancel", retentionMs: 0 });
    server.handler = cancelling;
    await paintUntil(createElement(Events, { source: server.url }), "on_chain_stream");
    await paintUntil(createElement(Events, { source: undefined }), "idle");
    while (cancelling.runCount > 0) await new Promise(setImmediate);
    expect(cancelling.runCount).toBe(0);
  });
});
