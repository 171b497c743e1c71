import { shortestDelay } from "@rivulet/test-support";
import { findRunLawViolations, toRunTree } from "@rivulet/testing";
import type { RunEvent } from "@rivulet/core";
import { RequestLog, isRequest } from "../support/request-log.ts";
import { frameworks, type Service } from "../support/services.ts";

describe.each(frameworks)("a request to $name", ({ name, start, tellsRoute }) => {
  let service: Service;
  // What a fetch-style handler throws is answered by the platform, behind the middleware.
  const namesFailed = name !== "traceRoute";
  const log = new RequestLog();

  beforeAll(async () => {
    // Hono's adapter for Node prints what a body fails with.
    jest.spyOn(console, "error").mockImplementation();
    service = await start({
      callbacks: [log],
      tags: (request) => [request.header("x-tag") ?? "untagged"],
    });
  });

  afterEach(() => {
    expect(findRunLawViolations(log.events)).toEqual([]);
    log.events.length = 0;
  });

  afterAll(async () => {
    jest.restoreAllMocks();
    await service.close();
  });

  const send = (path: string, init?: RequestInit): Promise<Response> =>
    fetch(`${service.url}${path}`, init);

  it("is a run with the runs of its handler below it", async () => {
    const response = await send("/plain/ada?secret=1", { headers: { authorization: "secret" } });
    expect(await response.text()).toBe("<ada>");
    const end = await log.outcome();
    expect(response.headers.get("x-run-id")).toBe(end.run_id);
    expect(response.headers.get("traceparent")).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    expect(toRunTree(log.events)).toMatchObject([
      {
        name: tellsRoute === "start" ? "GET /plain/:id" : "GET /plain/ada",
        type: "chain",
        metadata: { "http.request.method": "GET", "url.path": "/plain/ada" },
        input: { method: "GET", path: "/plain/ada" },
        output: tellsRoute === "never" ? { status: 200 } : { status: 200, route: "/plain/:id" },
        children: [{ name: "work", output: "<ada>" }],
      },
    ]);
    expect(JSON.stringify(log.events)).not.toContain("secret");
  });

  it("ends when its body has ended, with the runs of its stream below it", async () => {
    const response = await send("/stream/a1");
    const chunks = ["awaited", "timer", "callback", "emitter"].map((place) => `<a1 ${place}>`);
    expect(await response.text()).toBe(chunks.join(""));
    await log.outcome();
    expect(log.events.at(-1)).toMatchObject({
      event: "on_chain_end",
      data: { output: { status: 200 } },
    });
    const [tree] = toRunTree(log.events);
    expect(tree?.children.map(({ output }) => output)).toEqual(chunks);
  });

  it("reads its body inside the run", async () => {
    const headers = { "content-type": "text/plain" };
    const response = await send("/echo", { method: "POST", body: "x".repeat(100_000), headers });
    expect(await response.text()).toBe(`<${"x".repeat(100_000)}>`);
    await log.outcome();
    expect(toRunTree(log.events)).toMatchObject([{ children: [{ name: "work" }] }]);
  });

  it.each([
    ["/empty", 204],
    ["/nowhere", 404],
    ["/refuse", 418],
  ])("%s ends with its status %i, which is no failure", async (path, status) => {
    const response = await send(path);
    await response.text();
    expect(response.status).toBe(status);
    expect(await log.outcome()).toMatchObject({
      event: "on_chain_end",
      data: { output: { status } },
    });
    expect(response.headers.get("x-run-id")).toBe(log.events[0]?.run_id);
  });

  it("without a body (HEAD) ends", async () => {
    await send("/plain/ada", { method: "HEAD" });
    expect(await log.outcome()).toMatchObject({ event: "on_chain_end" });
  });

  it("whose handler throws fails with what was thrown", async () => {
    const response = await send("/fail");
    await response.text();
    expect(response.status).toBe(500);
    expect(response.headers.get("x-run-id")).toBe(namesFailed ? log.events[0]?.run_id : null);
    expect(await log.outcome()).toMatchObject({
      event: "on_chain_error",
      data: { error: { message: "broken" } },
    });
  });

  it("whose body fails in its midst fails with that", async () => {
    await expect(send("/broken").then((response) => response.text())).rejects.toThrow();
    expect(await log.outcome()).toMatchObject({
      event: "on_chain_error",
      data: { error: { message: "broken midway" } },
    });
  });

  it.each(["/never", "/endless"])("%s whose client leaves is cancelled", async (path) => {
    const delayMs = await shortestDelay(100, async () => {
      const controller = new AbortController();
      const response = send(path, { signal: controller.signal }).then((one) => one.text());
      await log.first(({ event, name }) => event === "on_tool_start" && name === "wait");
      const leftAt = performance.timeOrigin + performance.now();
      controller.abort();
      await expect(response).rejects.toThrow();
      const cancel = await log.outcome();
      expect(cancel).toMatchObject({
        event: "on_chain_cancel",
        data: { reason: { code: "CLIENT_DISCONNECTED" } },
      });
      expect(log.of("on_tool_cancel")).toEqual([]);
      // It goes on, as it should: the rest of the test is not about it.
      log.events.length = 0;
      return cancel.time - leftAt;
    });
    expect(delayMs).toBeLessThan(100);
  });

  it("keeps 200 at a time apart", async () => {
    const tags = Array.from({ length: 200 }, (_, index) => `request-${String(index)}`);
    const texts = await Promise.all(
      tags.map(async (tag) => (await send(`/stream/${tag}`, { headers: { "x-tag": tag } })).text()),
    );
    await Promise.all(tags.map((tag) => log.outcome(tag)));
    expect(
      texts.every((text, index) => text.startsWith(`<request-${String(index)} awaited>`)),
    ).toBe(true);
    const roots = new Map(log.events.filter(isRequest).map((event) => [event.run_id, event]));
    expect(roots.size).toBe(200);
    const strays = log.events.filter((event) => !isRequest(event) && !belongs(event, roots));
    expect(strays).toEqual([]);
    expect(log.of("on_tool_end", "work")).toHaveLength(800);
  });
});

// Whether an event below a request has the request's tag, and comes of a call for it.
function belongs(event: RunEvent, roots: ReadonlyMap<string, RunEvent>): boolean {
  const [tag = ""] = roots.get(event.parent_ids[0] ?? "")?.tags ?? [];
  return event.tags.includes(tag) && JSON.stringify(event.data).includes(`${tag} `);
}
