import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import {
  connectEvents,
  EventsConnectionError,
  eventsHandler,
  type EventsHandler,
} from "@rivulet/http";
import { RunnableLambda } from "@rivulet/runnables";
import { z } from "zod";
import { HttpServer } from "../support/http-server.ts";

const lambda = new RunnableLambda({ func: (text: string) => `${text}!` });

let server: HttpServer;
let handler: EventsHandler;
const errors: unknown[] = [];

beforeAll(async () => {
  handler = eventsHandler(lambda, {
    inputSchema: z.string(),
    maxBodyBytes: 1000,
    onError: (error) => errors.push(error),
    authorize: (request) => {
      if (request.headers.get("authorization") === "broken")
        throw new Error("secret of the server");
      return request.headers.get("authorization") !== "wrong";
    },
  });
  server = await HttpServer.start(handler);
});

afterAll(async () => {
  await handler.close();
  await server.close();
});

const json = { "content-type": "application/json" };

interface BadRequest {
  readonly what: string;
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly status: number;
  readonly title: string;
}

const good = JSON.stringify({ input: "x" });
const cursor = (seq: number | string, epoch = "epoch", run = "run"): string =>
  `${epoch}.${run}.${String(seq)}`;

const requests: readonly BadRequest[] = [
  {
    what: "an oversized body",
    headers: json,
    body: JSON.stringify({ input: "x".repeat(2000) }),
    status: 413,
    title: "Body too large",
  },
  {
    what: "a wrong content type",
    headers: { "content-type": "text/plain" },
    body: good,
    status: 415,
    title: "Unsupported content type",
  },
  {
    what: "no content type",
    headers: {},
    body: good,
    status: 415,
    title: "Unsupported content type",
  },
  {
    what: "invalid JSON",
    headers: json,
    body: '{"input": "hunter2"',
    status: 400,
    title: "Invalid JSON",
  },
  { what: "an empty body", headers: json, body: "", status: 400, title: "Invalid JSON" },
  { what: "another shape", headers: json, body: "[]", status: 422, title: "Invalid input" },
  { what: "no input", headers: json, body: "{}", status: 422, title: "Invalid input" },
  {
    what: "an input that the schema refuses",
    headers: json,
    body: '{"input": 5}',
    status: 422,
    title: "Invalid input",
  },
  {
    what: "an unknown field",
    headers: json,
    body: '{"input": "x", "secret": 1}',
    status: 422,
    title: "Invalid input",
  },
  {
    what: "a config field that is not allowed",
    headers: json,
    body: '{"input": "x", "config": {"configurable": {}}}',
    status: 422,
    title: "Invalid input",
  },
  {
    what: "a line break in a name",
    headers: json,
    body: JSON.stringify({ input: "x", config: { runName: "a\r\nx-evil: 1" } }),
    status: 422,
    title: "Invalid input",
  },
  {
    what: "a line break in a tag",
    headers: json,
    body: JSON.stringify({ input: "x", config: { tags: ["a\nb"] } }),
    status: 422,
    title: "Invalid input",
  },
  {
    what: "a malformed wire value",
    headers: json,
    body: '{"input": {"$rivulet": "type", "tag": "message", "fields": 5}}',
    status: 422,
    title: "Invalid input",
  },
  {
    what: "an unknown filter",
    path: "/?includeColours=red",
    headers: json,
    body: good,
    status: 400,
    title: "Unknown event filter",
  },
  {
    what: "an unknown type in a filter",
    path: "/?includeTypes=colour",
    headers: json,
    body: good,
    status: 400,
    title: "Unknown event filter",
  },
  {
    what: "an unknown event in a filter",
    path: "/?excludeEvents=on_colour_end",
    headers: json,
    body: good,
    status: 400,
    title: "Unknown event filter",
  },
  {
    what: "a forged Last-Event-ID",
    path: "/runs/abc",
    method: "GET",
    headers: { "last-event-id": "../../etc/passwd" },
    status: 400,
    title: "Invalid Last-Event-ID",
  },
  {
    what: "a line break in lastEventId",
    path: "/runs/abc?lastEventId=a.b.1%0d%0aevent:%20end",
    method: "GET",
    status: 400,
    title: "Invalid Last-Event-ID",
  },
  {
    what: "a Last-Event-ID of another run",
    path: "/runs/abc",
    method: "GET",
    headers: { "last-event-id": cursor(1) },
    status: 400,
    title: "Invalid Last-Event-ID",
  },
  {
    what: "a Last-Event-ID with a huge place",
    path: "/runs/run",
    method: "GET",
    headers: { "last-event-id": cursor("99999999999999999999") },
    status: 400,
    title: "Invalid Last-Event-ID",
  },
  { what: "an unknown run", path: "/runs/abc", method: "GET", status: 404, title: "No such run" },
  {
    what: "a run id with line breaks",
    path: "/runs/a%0d%0ab",
    method: "GET",
    status: 404,
    title: "No such run",
  },
  {
    what: "a DELETE of an unknown run",
    path: "/runs/abc",
    method: "DELETE",
    status: 404,
    title: "No such run",
  },
  {
    what: "a method that there is not",
    method: "PUT",
    headers: json,
    body: good,
    status: 405,
    title: "Method not allowed",
  },
  {
    what: "wrong credentials",
    headers: { ...json, authorization: "wrong" },
    body: good,
    status: 401,
    title: "Unauthorised",
  },
];

describe("a request with", () => {
  it.each(requests)("$what is refused with a problem document", async (bad) => {
    const { path = "/", method = "POST", headers = {}, body } = bad;
    const answer = await send({ path, method, headers, body });
    expect(answer.status).toBe(bad.status);
    expect(answer.headers["content-type"]).toBe("application/problem+json");
    const problem: unknown = JSON.parse(answer.text);
    expect(problem).toMatchObject({ type: "about:blank", title: bad.title, status: bad.status });
    expect((problem as { detail: string }).detail).toMatch(/\w+.*[.;]/u);
    expect(answer.text).not.toMatch(/hunter2|passwd|\.ts|\bat .*:\d+/u);
  });

  afterEach(async () => {
    // The server goes on.
    expect(await connectEvents(server.url, { input: "x" }).output).toBe("x!");
  });

  it("a check that throws is refused, and only the server knows why", async () => {
    const answer = await send({
      path: "/",
      method: "POST",
      headers: { ...json, authorization: "broken" },
      body: good,
    });
    expect(answer.status).toBe(500);
    expect(answer.text).not.toContain("secret");
    expect(errors).toEqual([new Error("secret of the server")]);
  });

  it("a Last-Event-ID that is ahead of the run, or of one that is gone, is refused", async () => {
    let id = "";
    await connectEvents(server.url, { input: "x", onEventId: (next) => (id = next) }).output;
    const [epoch = "", run = ""] = id.split(".");
    const ahead = { "last-event-id": cursor(999, epoch, run) };
    expect(await send({ path: `/runs/${run}`, method: "GET", headers: ahead })).toMatchObject({
      status: 400,
    });
    const gone = { "last-event-id": cursor(1, epoch, "gone") };
    expect(await send({ path: "/runs/gone", method: "GET", headers: gone })).toMatchObject({
      status: 410,
    });
  });

  it("a body that never ends is cut at its limit", async () => {
    const answer = await send({
      path: "/",
      method: "POST",
      headers: { ...json, "transfer-encoding": "chunked" },
      body: "x".repeat(100_000),
    });
    expect(answer.status).toBe(413);
  });

  it("a body of four hundred levels is refused", async () => {
    const body = `{"input": ${"[".repeat(400)}${"]".repeat(400)}}`;
    const answer = await send({ path: "/", method: "POST", headers: json, body });
    expect(answer).toMatchObject({ status: 400 });
    expect(answer.text).toContain("nested deeper");
  });

  it("a Host that is none is refused", async () => {
    const text = await new Promise<string>((resolve) => {
      let received = "";
      const socket = connect(server.port, "127.0.0.1", () => {
        socket.write("GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n");
      });
      socket.on("data", (bytes) => (received += bytes.toString()));
      socket.on("close", () => {
        resolve(received);
      });
    });
    expect(text).toMatch(/^HTTP\/1\.1 400 /u);
  });
});

describe("a client that is refused", () => {
  it("fails with what the server says, and does not ask again", async () => {
    const before = server.requests.length;
    const stream = connectEvents(server.url, { input: 5 });
    await expect(stream.output).rejects.toThrow(EventsConnectionError);
    await expect(stream.output).rejects.toThrow("Invalid input");
    expect(server.requests.length).toBe(before + 1);
  });
});

interface Answer {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

// By node:http, which sends what fetch would not.
function send(
  bad: Required<Pick<BadRequest, "path" | "method" | "headers">> & { body?: string | undefined },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      {
        port: server.port,
        host: "127.0.0.1",
        path: bad.path,
        method: bad.method,
        headers: bad.headers,
      },
      (incoming) => {
        let text = "";
        incoming.on("data", (bytes) => (text += String(bytes)));
        incoming.on("end", () => {
          resolve({ status: incoming.statusCode, headers: incoming.headers, text });
        });
      },
    );
    outgoing.on("error", reject);
    outgoing.end(bad.body);
  });
}
