import {
  connectEvents,
  eventsHandler,
  type EventsHandlerOptions,
  type ResetReason,
} from "@rivulet/http";
import { redact } from "@rivulet/core/operators";
import { RunnableGenerator, type StreamEvent } from "@rivulet/runnables";
import { cutBody } from "../support/cut-body.ts";

const count = 40;

/** Holds its first chunks back with a redaction: they may begin a secret. */
const telling = new RunnableGenerator<string, string>(async function* tell() {
  yield "sk-";
  for (let index = 0; index < count; index += 1) yield "ä";
}).pipe(async function* passOn(chunks: AsyncIterable<string>) {
  yield* chunks;
});

async function read(options: EventsHandlerOptions): Promise<{
  events: StreamEvent[];
  resets: ResetReason[];
  requests: number;
}> {
  const handler = eventsHandler(telling, { retryMs: 0, ...options });
  const resets: ResetReason[] = [];
  const events: StreamEvent[] = [];
  let requests = 0;
  const stream = connectEvents("http://localhost/", {
    input: "x",
    onReset: (reason) => void resets.push(reason),
    fetch: (url, init) => {
      requests += 1;
      return handler(new Request(url, init));
    },
  });
  for await (const event of stream) events.push(event);
  await handler.close();
  return { events, resets, requests };
}

describe("a client that reads all of what a small buffer does not hold", () => {
  const holdBack = (patterns: readonly RegExp[]): EventsHandlerOptions => ({
    redact: (sink) => redact(sink, { patterns }),
  });

  it.each<[string, EventsHandlerOptions]>([
    ["one event at a time", { maxReplayBytes: 1 }],
    ["one event, by number", { replayBufferSize: 1, highWaterMark: 1 }],
    [
      "what a redaction lets out at once",
      { ...holdBack([/sk-ä{60,90}/u]), replayBufferSize: 4, highWaterMark: 1 },
    ],
    ["that, by bytes", { ...holdBack([/sk-ä{60,90}/u]), maxReplayBytes: 1 }],
    ["that, in a buffer of the usual size", holdBack([/sk-ä{60,90}/u])],
  ])("misses nothing: %s", async (_what, options) => {
    const { events, resets, requests } = await read(options);
    expect({ resets, requests }).toEqual({ resets: [], requests: 1 });
    expect(new Set(events.map(({ seq }) => seq)).size).toBe(events.length);
    expect(events).toHaveLength(3 * (count + 1) + 6);
  });
});

describe("a client that comes too late for a small buffer", () => {
  it("is told of one reset, also when its connection breaks again before an event has come", async () => {
    const handler = eventsHandler(telling, { retryMs: 0, replayBufferSize: 4 });
    const cuts = [2, 0, 0, 1];
    const resets: ResetReason[] = [];
    const events: StreamEvent[] = [];
    const stream = connectEvents("http://localhost/", {
      input: "x",
      maxRetries: cuts.length,
      onReset: (reason) => void resets.push(reason),
      fetch: async (url, init) => {
        const response = await handler(new Request(url, init));
        const after = cuts.shift();
        return after === undefined ? response : cutBody(response, { after });
      },
    });
    for await (const event of stream) events.push(event);
    expect(cuts).toEqual([]);
    expect(resets).toEqual(["overrun"]);
    expect(events).toHaveLength(2 + 4);
    await handler.close();
  });
});
