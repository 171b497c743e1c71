import {
  connectEvents,
  eventsHandler,
  type EventsHandlerOptions,
  type ResetReason,
} from "@rivulet/http";
import { redact } from "@rivulet/core/operators";
import { RunnableGenerator, type StreamEvent } from "@rivulet/runnables";

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
