import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { clockMs, type Load } from "./load.ts";

/** Makes what answers the clients; `whenAllWatch` resolves when a shared run may go on. */
type LoadService = (load: Load, whenAllWatch: Promise<void>) => Promise<LoadListener>;

/** Answers a request; a promise that it gives is of no interest. */
type LoadListener = (request: IncomingMessage, response: ServerResponse) => unknown;

/** The services that can be put under load, by name. Each loads its library when it is made: a process holds what it measures. */
export const services: Readonly<Record<string, LoadService>> = {
  rivulet: async (load, whenAllWatch) => {
    const { eventsHandler } = await import("@rivulet/http");
    const { toNodeListener } = await import("@rivulet/http/node");
    const { RunnableGenerator } = await import("@rivulet/runnables");
    const source = new RunnableGenerator<string, string>(() => chunksOf(load, whenAllWatch));
    return toNodeListener(eventsHandler(source, { retentionMs: 0 }));
  },
  langchain: async (load, whenAllWatch) => {
    await import("../chains/langchain-setup.ts");
    const { RunnableLambda } = await import("@langchain/core/runnables");
    const source = RunnableLambda.from<string, string>(() => chunksOf(load, whenAllWatch) as never);
    return async (_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      for await (const event of source.streamEvents("x", { version: "v2" }))
        await write(response, event.event, event);
      response.end();
    };
  },
  bare: async (load, whenAllWatch) => async (_request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    await write(response, "on_chain_start", toEvent({ input: "x" }));
    for await (const chunk of chunksOf(load, whenAllWatch))
      await write(response, "on_chain_stream", toEvent({ chunk }));
    await write(response, "on_chain_end", toEvent({ output: "x" }));
    response.end();
  },
};

/** Its number and the time when it was made, in the chunk itself: what clients measure by. */
async function* chunksOf(
  { events, pauseMs }: Load,
  whenAllWatch: Promise<void>,
): AsyncGenerator<string, void, undefined> {
  await whenAllWatch;
  for (let index = 0; index < events - 2; index += 1) {
    yield `${String(index)} ${String(clockMs())}`;
    await (pauseMs > 0 ? delay(pauseMs) : new Promise(setImmediate));
  }
}

function toEvent(data: object): object {
  return { event: "", name: "count", run_id: "r", parent_ids: [], tags: [], metadata: {}, data };
}

async function write(response: ServerResponse, name: string, event: object): Promise<void> {
  if (!response.write(`event: ${name}\ndata: ${JSON.stringify(event)}\n\n`))
    await once(response, "drain");
}
