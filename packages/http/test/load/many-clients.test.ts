import { get, request, type IncomingMessage } from "node:http";
import { eventsHandler, type EventsHandler } from "@rivulet/http";
import { RunnableGenerator } from "@rivulet/runnables";
import { createParser } from "eventsource-parser";
import { HttpServer } from "../support/http-server.ts";

const clientCount = 500;
// With the start and the end 200 events.
const chunkCount = 198;

const source = new RunnableGenerator<string, string>(
  async function* count(inputs) {
    let input = "";
    for await (const part of inputs) input += part;
    if (input === "shared") await whenAllWatch;
    for (let index = 0; index < chunkCount; index += 1) {
      yield `${input} ${String(index)}`;
      // A model gives a token now and then: other runs have their turns in between.
      await new Promise(setImmediate);
    }
  },
  { name: "count" },
);

let allWatch: () => void;
const whenAllWatch = new Promise<void>((resolve) => {
  allWatch = resolve;
});

let server: HttpServer;
let handler: EventsHandler;

beforeEach(async () => {
  handler = eventsHandler(source, { retentionMs: 0 });
  server = await HttpServer.start(handler);
});

afterEach(async () => {
  await handler.close();
  await server.close();
});

/** The names of the events, and the chunks, in the order in which they came in. */
interface Told {
  readonly names: readonly string[];
  readonly chunks: readonly string[];
}

function ask(path: string, body?: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const url = `${server.url}${path}`;
    const options = { agent: false, headers: { "content-type": "application/json" } };
    const sent =
      body === undefined
        ? get(url, options, resolve)
        : request(url, { ...options, method: "POST" }, resolve);
    sent.once("error", reject);
    sent.end(body);
  });
}

async function read(answer: IncomingMessage): Promise<Told> {
  const names: string[] = [];
  const chunks: string[] = [];
  const parser = createParser({
    onEvent: ({ event = "", data }) => {
      names.push(event);
      if (event !== "on_chain_stream") return;
      const told = JSON.parse(data) as { readonly data: { readonly chunk: string } };
      chunks.push(told.data.chunk);
    },
  });
  answer.setEncoding("utf8");
  for await (const text of answer) parser.feed(text as string);
  return { names, chunks };
}

const names = [
  "run",
  "on_chain_start",
  ...Array.from({ length: chunkCount }, () => "on_chain_stream"),
  "on_chain_end",
  "end",
];

function chunksOf(input: string): readonly string[] {
  return Array.from({ length: chunkCount }, (_, index) => `${input} ${String(index)}`);
}

describe("500 clients at a time", () => {
  it("have each all 200 events of their own run, in order", async () => {
    const told = await Promise.all(
      Array.from({ length: clientCount }, async (_, index) =>
        read(await ask("/", JSON.stringify({ input: `r${String(index)}` }))),
      ),
    );
    for (const [index, one] of told.entries()) {
      expect(one.chunks).toEqual(chunksOf(`r${String(index)}`));
      expect(one.names).toEqual(names);
    }
    // A client may have the end before the server knows that it has.
    while (handler.runCount > 0) await new Promise(setImmediate);
  }, 300_000);

  it("have each all 200 events of one run that they watch together, in order", async () => {
    const first = await ask("/", JSON.stringify({ input: "shared" }));
    const path = `/runs/${String(first.headers["x-run-id"])}`;
    const others = await Promise.all(Array.from({ length: clientCount - 1 }, () => ask(path)));
    allWatch();
    const told = await Promise.all([first, ...others].map(read));
    for (const one of told) {
      expect(one.chunks).toEqual(chunksOf("shared"));
      expect(one.names).toEqual(names);
    }
  }, 300_000);
});
