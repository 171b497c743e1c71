import { request as httpRequest, type IncomingMessage, type Server } from "node:http";
import { createAdaptorServer } from "@hono/node-server";
import { tracing } from "@rivulet/http";
import { Hono } from "hono";
import { hasWholeBody } from "../../src/tracing/whole-body.ts";
import { RequestLog } from "../support/request-log.ts";
import { useServers } from "../support/use-servers.ts";

const log = new RequestLog();
const open = useServers();

afterEach(() => {
  log.events.length = 0;
});

const bytes = new TextEncoder().encode("ä€🙂");

/** A body that has begun when it is asked for, and ends later. */
function slowBody(): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
      controller.enqueue(bytes);
      controller.close();
    },
  });
}

type BodySource = ConstructorParameters<typeof Response>[0];

type Body = readonly [what: string, make: () => BodySource];

/** What `@hono/node-server` sends at one go. */
const wholeBodies: readonly Body[] = [
  ["a text", () => "ä€🙂"],
  ["an empty text", () => ""],
  ["nothing", () => null],
  ["bytes", () => bytes],
  ["a blob", () => new Blob([bytes], { type: "text/plain" })],
];

const otherBodies: readonly Body[] = [
  ["an array buffer", () => bytes.buffer],
  ["parameters", () => new URLSearchParams({ a: "ä" })],
  ["a form", () => new FormData()],
  ["a stream", slowBody],
];

/** A server of `@hono/node-server` that answers with a body; it puts its own `Response` in the place of the global one. */
function serve(body: () => BodySource, isTraced: boolean): Promise<number> {
  const app = new Hono();
  if (isTraced) app.use(tracing({ callbacks: [log] }).hono);
  app.get("/", () => new Response(body(), { headers: { "x-own": "1" } }));
  return open(createAdaptorServer({ fetch: app.fetch }) as Server);
}

interface Answer {
  readonly headers: IncomingMessage["headers"];
  readonly text: string;
}

function ask(port: number): Promise<Answer> {
  return new Promise((resolve, reject) => {
    httpRequest({ port, host: "127.0.0.1", agent: false }, (incoming) => {
      let text = "";
      incoming.setEncoding("utf8");
      incoming.on("data", (piece: string) => (text += piece));
      incoming.on("end", () => {
        resolve({ headers: incoming.headers, text });
      });
    })
      .on("error", reject)
      .end();
  });
}

const framing = ({ headers }: Answer): unknown => [
  headers["content-length"],
  headers["transfer-encoding"],
  headers["x-own"],
];

describe("a response of Hono on Node", () => {
  it.each(wholeBodies)("with %s goes out with tracing as without", async (_what, body) => {
    const plain = await ask(await serve(body, false));
    const traced = await ask(await serve(body, true));
    expect(framing(traced)).toEqual(framing(plain));
    expect(traced.text).toBe(plain.text);
    expect((await log.outcome()).data).toMatchObject({ output: { status: 200 } });
  });

  it.each(otherBodies)("with %s says the same with tracing as without", async (what, body) => {
    const plain = await ask(await serve(body, false));
    const traced = await ask(await serve(body, true));
    // The boundary of a form is made anew each time.
    if (what !== "a form") expect(traced.text).toBe(plain.text);
    expect(traced.text.length).toBe(plain.text.length);
    expect((await log.outcome()).data).toMatchObject({ output: { status: 200 } });
  });

  it("is known to be whole by what the server keeps of it", async () => {
    await serve(() => null, false);
    const isWhole = ([, body]: Body): boolean => hasWholeBody(new Response(body()));
    expect(wholeBodies.map(isWhole)).toEqual(wholeBodies.map(() => true));
    expect(otherBodies.map(isWhole)).toEqual(otherBodies.map(() => false));
  });

  it.each([
    ["a pair", ["key", "value"]],
    ["three", ["key", "value", "more"]],
    ["no list", { 1: "value" }],
  ])("is not taken for whole by a symbol of somebody else (%s)", async (_what, kept) => {
    await serve(() => null, false);
    const response = Object.assign(new Response(slowBody()), { [Symbol("cache")]: kept });
    expect(hasWholeBody(response)).toBe(false);
  });
});
