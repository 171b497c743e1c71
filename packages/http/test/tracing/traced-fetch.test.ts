import { CallbackManager, getCurrentRun, observeRuns, traceable } from "@rivulet/core";
import { RunContext } from "@rivulet/core/runtime";
import { toSpanId, toTraceId, tracedFetch, traceHeaders, tracing, type Fetch } from "@rivulet/http";
import { toRunTree, renderRunTree } from "@rivulet/testing";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { RequestLog } from "../support/request-log.ts";
import { work } from "../support/routes.ts";
import { useServers } from "../support/use-servers.ts";

const open = useServers();

async function serve(
  name: string,
  listener: (request: IncomingMessage, response: ServerResponse) => Promise<unknown>,
  callbacks?: RequestLog,
): Promise<string> {
  const trace = tracing({
    name: () => name,
    ...(callbacks !== undefined && { callbacks: [callbacks] }),
  });
  const server = createServer(
    (request, response) => void trace.listener(listener)(request, response),
  );
  return `http://127.0.0.1:${String(await open(server))}/`;
}

describe("three services in a row", () => {
  it("are one tree", async () => {
    const log = new RequestLog();
    const send = tracedFetch();
    const last = await serve("c", async (_request, response) => response.end(await work("c")), log);
    const middle = await serve(
      "b",
      async (_request, response) => {
        const both = [work("b"), send(last), send(last)] as const;
        await Promise.all(both);
        response.end();
      },
      log,
    );
    const ask = traceable(() => send(middle).then((answer) => answer.text()), { name: "ask" });
    const first = await serve("a", async (_request, response) => response.end(await ask()), log);
    await (await fetch(first)).text();
    await log.first(({ event, name }) => event === "on_chain_end" && name === "a");
    const trees = toRunTree(log.events);
    expect(trees).toHaveLength(1);
    expect(renderRunTree(trees)).toBe(`a (chain) ended
└─ ask (chain) ended
   └─ b (chain) ended
      ├─ work (tool) ended
      ├─ c (chain) ended
      │  └─ work (tool) ended
      └─ c (chain) ended
         └─ work (tool) ended`);
    const traceIds = log.of("on_chain_start").map(({ metadata }) => metadata["trace_id"]);
    expect(new Set(traceIds.filter(Boolean))).toEqual(new Set([toTraceId(trees[0]?.id ?? "")]));
  });

  it("pass the trace on also where nobody listens", async () => {
    const seen: IncomingMessage["headers"][] = [];
    const last = await serve("b", async ({ headers }, response) => {
      seen.push(headers);
      response.end();
    });
    const first = await serve("a", async (_request, response) => {
      await tracedFetch()(last);
      response.end();
    });
    const traceId = "0af7651916cd43dd8448eb211c80319c";
    const headers = {
      traceparent: `00-${traceId}-b7ad6b7169203331-00`,
      tracestate: "foo=1",
      baggage: "user=a%20b;p",
    };
    const response = await fetch(first, { headers });
    const id = response.headers.get("x-run-id") ?? "";
    expect(seen).toEqual([
      expect.objectContaining({
        traceparent: `00-${traceId}-${toSpanId(id)}-00`,
        tracestate: `rivulet=${id},foo=1`,
        baggage: `rivulet=${id},user=a%20b;p`,
      }),
    ]);
  });
});

describe("tracedFetch", () => {
  const sent: (readonly [input: unknown, headers: Headers])[] = [];
  const send: Fetch = (input, init) => {
    sent.push([input, new Headers(init?.headers)]);
    return Promise.resolve(new Response());
  };
  const inRun = <Result>(body: () => Result): Result =>
    traceable(body, { name: "job", metadata: {} })();

  beforeEach(() => {
    sent.length = 0;
  });

  it("leaves a request alone outside of a run", async () => {
    const init = { method: "POST" };
    const forward = jest.fn(send);
    await tracedFetch(forward)("http://a/", init);
    expect(forward).toHaveBeenCalledWith("http://a/", init);
    expect(traceHeaders()).toEqual({});
  });

  it("adds to the headers of a request, and to its baggage", async () => {
    const run = new CallbackManager(RunContext.root).startRun({ type: "chain", name: "job" });
    const request = new Request("http://a/", { headers: { "x-key": "1", baggage: "own=1" } });
    await tracedFetch(send, { run })(request);
    const headers = sent[0]?.[1];
    expect(sent[0]?.[0]).toBe(request);
    expect(headers?.get("x-key")).toBe("1");
    expect(headers?.get("traceparent")).toBe(`00-${toTraceId(run.id)}-${toSpanId(run.id)}-01`);
    expect(headers?.get("baggage")).toBe(`own=1, rivulet=${run.id}`);
  });

  it("carries the ambient run of each call", async () => {
    const subscription = observeRuns().subscribe();
    const ids: (string | undefined)[] = [];
    const carry = tracedFetch(send);
    for (const _ of [1, 2])
      await inRun(() => {
        ids.push(getCurrentRun()?.id);
        return carry("http://a/");
      });
    subscription.unsubscribe();
    expect(sent.map(([, headers]) => headers.get("tracestate"))).toEqual(
      ids.map((id) => `rivulet=${id ?? ""}`),
    );
  });

  it("leaves a request that has a traceparent of its own", async () => {
    const run = new CallbackManager(RunContext.root).startRun({ type: "chain", name: "job" });
    await tracedFetch(send, { run })("http://a/", { headers: { traceparent: "own" } });
    expect([...(sent[0]?.[1] ?? [])]).toEqual([["traceparent", "own"]]);
  });

  it("carries nothing to those who need not know", async () => {
    const run = new CallbackManager(RunContext.root).startRun({ type: "chain", name: "job" });
    const carry = tracedFetch(send, { run, shouldCarry: ({ hostname }) => hostname === "inside" });
    await carry("http://outside/");
    await carry(new URL("http://inside/"));
    await carry(new Request("http://inside/"));
    expect(sent.map(([, headers]) => headers.has("traceparent"))).toEqual([false, true, true]);
  });
});
