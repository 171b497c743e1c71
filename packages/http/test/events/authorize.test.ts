import {
  eventsHandler,
  HttpProblemError,
  type EventsHandler,
  type EventsHandlerOptions,
  type RequestedAction,
} from "@rivulet/http";
import { RunnableLambda } from "@rivulet/runnables";
import { HttpServer } from "../support/http-server.ts";

const lambda = new RunnableLambda({ func: (text: string) => `${text}!` });

let handler: EventsHandler;
const reported: unknown[] = [];

afterEach(async () => {
  await handler.close();
  reported.length = 0;
});

function serve(options: EventsHandlerOptions): EventsHandler {
  handler = eventsHandler(lambda, { onError: (error) => reported.push(error), ...options });
  return handler;
}

function start(): Request {
  const headers = { "content-type": "application/json" };
  return new Request("http://host/chat", { method: "POST", headers, body: '{"input":"x"}' });
}

describe("authorize", () => {
  it("is told which run is meant, wherever the request names it", async () => {
    const asked: RequestedAction[] = [];
    serve({ authorize: (_request, requested) => asked.push(requested) > 0 });
    const response = await handler(start());
    const runId = response.headers.get("x-run-id");
    const frames = await response.text();
    const id = /^id: (.*)$/mu.exec(frames)?.[1] ?? "";
    const url = `http://host/chat/runs/${String(runId)}`;
    await (await handler(new Request(url))).text();
    const headers = { "last-event-id": id };
    const again = await handler(new Request("http://host/chat", { method: "POST", headers }));
    await again.text();
    await handler(new Request(url, { method: "DELETE" }));
    expect(asked).toEqual([
      { action: "start", runId },
      { action: "read", runId },
      { action: "read", runId },
      { action: "cancel", runId },
    ]);
  });

  it.each<[string, () => unknown, number]>([
    ["undefined", () => undefined, 401],
    ["a text", () => "yes", 401],
    ["a promise of false", () => Promise.resolve(false), 401],
    ["a response", () => new Response(null, { status: 302, headers: { location: "/in" } }), 302],
    ["an error", () => Promise.reject(new Error("secret")), 500],
    [
      "a problem",
      () => {
        throw new HttpProblemError({ status: 403, title: "Not yours" });
      },
      403,
    ],
    [
      "a problem that is no HTTP",
      () => {
        throw new HttpProblemError({ status: 42, title: "secret", headers: { x: "a\r\nb" } });
      },
      500,
    ],
    [
      "a problem that is no JSON",
      () => {
        throw new HttpProblemError({ status: 400, title: "secret", extensions: { big: 1n } });
      },
      500,
    ],
  ])("that gives %s starts nothing", async (_what, verdict, status) => {
    jest.spyOn(console, "warn").mockImplementation();
    serve({ authorize: verdict as () => boolean });
    const response = await handler(start());
    expect(response.status).toBe(status);
    expect(await response.text()).not.toContain("secret");
    expect(handler.runCount).toBe(0);
    jest.restoreAllMocks();
  });

  it("may answer with two cookies", async () => {
    const headers = new Headers();
    headers.append("set-cookie", "a=1");
    headers.append("set-cookie", "b=2");
    const server = await HttpServer.start(
      serve({ authorize: () => new Response("no", { status: 403, headers }) }),
    );
    const response = await fetch(server.url, { method: "POST" });
    expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    await server.close();
  });
});
