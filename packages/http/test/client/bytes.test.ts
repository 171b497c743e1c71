import { connectEvents, eventsHandler, type EventsHandler } from "@rivulet/http";
import { RunnableLambda, type StreamEvent } from "@rivulet/runnables";
import { eventAnswer, fetchOf } from "../support/raw-answers.ts";

const url = "http://host/chat";
const input = "naïve 🦜";
const lambda = new RunnableLambda({ func: (text: string) => `${text}!\n` });

let handler: EventsHandler;
let whole: Uint8Array;
let events: StreamEvent[];

beforeAll(async () => {
  handler = eventsHandler(lambda, { retryMs: 0 });
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify({ input });
  const response = await handler(new Request(url, { method: "POST", headers, body }));
  whole = new Uint8Array(await response.arrayBuffer());
  events = await read(eventAnswer([whole]));
  expect(events).toHaveLength(3);
});

afterAll(() => handler.close());

async function read(answer: Response): Promise<StreamEvent[]> {
  const { fetch, requests } = fetchOf(() => answer);
  const told: StreamEvent[] = [];
  for await (const event of connectEvents(url, { input, fetch })) told.push(event);
  expect(requests).toHaveLength(1);
  return told;
}

describe("a stream of events", () => {
  const forms: readonly [string, (text: string) => string][] = [
    ["as it is", (text) => text],
    ["with CR LF", (text) => text.replaceAll("\n", "\r\n")],
    ["with CR", (text) => `${text.replaceAll("\n", "\r")}: \r`],
    ["with a byte order mark", (text) => `\ufeff${text}`],
    [
      "with comments and unknown fields",
      (text) => text.replaceAll("data:", ": hi\nfoo: bar\nbaz\ndata:"),
    ],
    ["with data in several lines", (text) => text.replaceAll(',"tags"', '\ndata: ,"tags"')],
  ];

  it.each(forms)("is read %s, wherever it is in two", async (_form, change) => {
    const bytes = new TextEncoder().encode(change(new TextDecoder().decode(whole)));
    for (let cut = 0; cut <= bytes.length; cut += 1)
      expect(await read(eventAnswer([bytes.slice(0, cut), bytes.slice(cut)]))).toEqual(events);
  });

  it("is whole, after whichever byte the connection is cut", async () => {
    for (let cut = 0; cut < whole.length; cut += 1) {
      const { fetch, requests } = fetchOf(
        async (request) => {
          const { body, headers } = await handler(request);
          await body?.cancel();
          const real = `${String(headers.get("x-run-id"))}`;
          return eventAnswer([await firstBytes(real, cut)], { headers, breaks: true });
        },
        (request) => handler(request),
      );
      const told: string[] = [];
      for await (const event of connectEvents(url, { input, fetch, maxRetryDelayMs: 0 }))
        told.push(event.event);
      expect(told).toEqual(events.map(({ event }) => event));
      expect(requests.length).toBeLessThanOrEqual(2);
    }
  });
});

/** What a client is sent of a run, up to this byte. */
async function firstBytes(runId: string, count: number): Promise<Uint8Array> {
  const response = await handler(new Request(`${url}/runs/${runId}`));
  return new Uint8Array(await response.arrayBuffer()).slice(0, count);
}
