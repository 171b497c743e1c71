import { redact } from "@rivulet/core/operators";
import { connectEvents, eventsHandler, type EventsHandler } from "@rivulet/http";
import { RunnableGenerator, type StreamEvent } from "@rivulet/runnables";
import { cutBody } from "../support/cut-body.ts";
import { HttpServer } from "../support/http-server.ts";

const telling = new RunnableGenerator<string, string>(async function* tell() {
  for (const piece of ["the key is sk-", "abcdef", "ghi123", " and no more"]) yield piece;
}).pipe(async function* passOn(chunks: AsyncIterable<string>) {
  yield* chunks;
});

let server: HttpServer;
let handler: EventsHandler;

afterEach(async () => {
  await handler.close();
  await server.close();
});

describe("a secret that is split over chunks", () => {
  // A redaction holds chunks back, so events leave in another order than they were told in.
  it.each([0, 2, 4, 6, 8])(
    "is in no frame, also when the connection is cut after %i",
    async (after) => {
      const frames: string[] = [];
      handler = eventsHandler(telling, {
        retryMs: 0,
        redact: (sink) => redact(sink, { patterns: [/sk-[a-z0-9]{6,20}/u] }),
      });
      server = await HttpServer.start(handler);
      let count = 0;
      let resolve: () => void = () => undefined;
      const read = new Promise<void>((done) => {
        resolve = done;
      });
      let answers = 0;
      server.handler = async (request) => {
        const response = await handler(request);
        answers += 1;
        return answers > 1 ? response : cutBody(response, { after, whenRead: () => read });
      };
      const texts: Record<string, string> = {};
      const onEventId = (): void => {
        count += 1;
        if (count === after + 1) resolve();
      };
      const events: StreamEvent[] = [];
      for await (const event of connectEvents(server.url, { input: "x", onEventId })) {
        events.push(event);
        frames.push(JSON.stringify(event));
        if (event.event === "on_chain_stream")
          texts[event.name] = (texts[event.name] ?? "") + String(event.data.chunk);
      }
      expect(answers).toBe(2);
      // Long enough that no id has them by chance.
      expect(frames.join("\n")).not.toMatch(/abcdef|ghi123/u);
      for (const text of Object.values(texts)) {
        expect(text.startsWith("the key is ")).toBe(true);
        expect(text.endsWith(" and no more")).toBe(true);
      }
      expect(Object.keys(texts)).toHaveLength(3);
      expect(new Set(events.map(({ seq }) => seq)).size).toBe(events.length);
    },
  );
});
