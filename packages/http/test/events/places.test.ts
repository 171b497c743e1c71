import { connectEvents, eventsHandler, type EventsHandler } from "@rivulet/http";
import { RunnableGenerator } from "@rivulet/runnables";
import { cutBody } from "../support/cut-body.ts";
import { HttpServer } from "../support/http-server.ts";

let handler: EventsHandler;
let server: HttpServer | undefined;

afterEach(async () => {
  await handler.close();
  await server?.close();
  server = undefined;
});

function post(path: string, headers: Record<string, string> = {}): Request {
  const body = '{"input":"x"}';
  const json = { "content-type": "application/json" };
  return new Request(`http://host${path}`, {
    method: "POST",
    headers: { ...json, ...headers },
    body,
  });
}

function idsOf(frames: string): string[] {
  return Array.from(frames.matchAll(/^id: (.*)$/gmu), ([, id = ""]) => id);
}

const words = new RunnableGenerator<string, string>(async function* words() {
  yield "a";
  yield "b";
});

describe("an EventSource of a browser", () => {
  it("is told by 204 that it has the end, and not to come again", async () => {
    handler = eventsHandler((_request, context) => words.streamEvents("x", context));
    const all = await (await handler(new Request("http://host/"))).text();
    const ids = idsOf(all);
    const statuses = await Promise.all(
      ids.slice(-2).map(async (id) => {
        const headers = { "last-event-id": id };
        return (await handler(new Request("http://host/", { headers }))).status;
      }),
    );
    expect(statuses).toEqual([200, 204]);
    expect(handler.runCount).toBe(1);
  });

  it("goes on after the id in its header, not after the one in the address", async () => {
    handler = eventsHandler((_request, context) => words.streamEvents("x", context));
    const ids = idsOf(await (await handler(new Request("http://host/"))).text());
    const url = `http://host/?lastEventId=${String(ids[0])}`;
    const read = async (id: string): Promise<number> => {
      const response = await handler(new Request(url, { headers: { "last-event-id": id } }));
      return idsOf(await response.text()).length;
    };
    expect(await read(ids[3] ?? "")).toBe(ids.length - 3);
    expect(await read("")).toBe(ids.length);
  });
});

describe("a client whose filter leaves out what comes", () => {
  it("is told now and then how far it is, and goes on from there", async () => {
    let go: () => void = () => undefined;
    const gone = new Promise<void>((resolve) => {
      go = resolve;
    });
    const source = new RunnableGenerator<string, string>(async function* source() {
      for (let count = 0; count < 50; count += 1) yield "x";
      await gone;
      yield "last";
    });
    handler = eventsHandler(source, { heartbeatMs: 1, replayBufferSize: 5, retryMs: 0 });
    server = await HttpServer.start(handler);
    let answers = 0;
    let cut: () => void = () => undefined;
    const read = new Promise<void>((resolve) => {
      cut = resolve;
    });
    server.handler = async (request) => {
      answers += 1;
      const response = await handler(request);
      if (answers > 1) return response;
      const reader = response.body?.getReader();
      return new Response(
        new ReadableStream({
          async pull(controller) {
            const next = await Promise.race([reader?.read(), read]);
            if (next?.value !== undefined) controller.enqueue(next.value);
            else {
              await reader?.cancel();
              controller.error(new Error("cut"));
            }
          },
        }),
        response,
      );
    };
    const told: string[] = [];
    const options = {
      input: "x",
      filter: { includeEvents: ["on_chain_start", "on_chain_end"] } as const,
      onEventId: (id: string) => {
        if (Number(id.split(".").at(-1)) === 50) {
          cut();
          go();
        }
      },
    };
    for await (const { event } of connectEvents(server.url, options)) told.push(event);
    // No reset: the buffer of five events has dropped what the filter leaves out.
    expect(told).toEqual(["on_chain_start", "on_chain_end"]);
    expect(answers).toBe(2);
  });
});

describe("the location of a run", () => {
  it("is on this server, whatever the path is", async () => {
    handler = eventsHandler(words);
    const response = await handler(post("//evil.example/chat"));
    const location = new URL(response.headers.get("location") ?? "", "http://host/");
    expect(location.host).toBe("host");
  });
});

describe("chunks that coalesce", () => {
  const count = 60;
  const whole = Array.from({ length: count }, (_, index) => `${String(index)} `).join("");

  const cuts = Array.from({ length: 12 }, (_, index) => index);
  it.each(cuts.flatMap((after) => [[after, "before"] as const, [after, "after"] as const]))(
    "are there once, cut after frame %i, with more of them %s the client is back",
    async (after, when) => {
      let goOn: () => void = () => undefined;
      let end: () => void = () => undefined;
      let hasRead: () => void = () => undefined;
      const read = new Promise<void>((resolve) => {
        hasRead = resolve;
      });
      const back = new Promise<void>((resolve) => {
        goOn = resolve;
      });
      const ended = new Promise<void>((resolve) => {
        end = resolve;
      });
      const halting = new RunnableGenerator<string, string>(async function* halting() {
        for (let index = 0; index < count; index += 1) {
          if (index === count / 2) await back;
          yield `${String(index)} `;
        }
      }).pipe(async function* passOn(chunks: AsyncIterable<string>) {
        yield* chunks;
        end();
      });
      handler = eventsHandler(halting, { retryMs: 0, backpressure: "coalesce", highWaterMark: 5 });
      server = await HttpServer.start(handler);
      let answers = 0;
      server.handler = async (request) => {
        answers += 1;
        if (answers === 1) return cutBody(await handler(request), { after, whenRead: () => read });
        if (when === "before") {
          goOn();
          await ended;
        }
        const response = await handler(request);
        goOn();
        return response;
      };
      const texts: Record<string, string> = {};
      let frames = 0;
      if (after === 0) hasRead();
      for await (const event of connectEvents(server.url, { input: "x", maxRetryDelayMs: 0 })) {
        frames += 1;
        if (frames === after) hasRead();
        if (event.event === "on_chain_stream")
          texts[event.name] = (texts[event.name] ?? "") + String(event.data.chunk);
      }
      expect(texts).toEqual({ halting: whole, passOn: whole, RunnableSequence: whole });
      expect(answers).toBe(2);
    },
  );
});
