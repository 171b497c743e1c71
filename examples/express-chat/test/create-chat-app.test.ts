import { setImmediate as nextTurn } from "node:timers/promises";
import { ChatService } from "./support/chat-service.ts";

describe("the chat service", () => {
  let service: ChatService;
  let url: string;

  beforeAll(async () => {
    service = await ChatService.start(() => nextTurn());
    url = `http://127.0.0.1:${String(service.port)}`;
  });

  afterAll(() => service.close());

  it("serves the page under a policy that lets only its own script run", async () => {
    for (const [path, type] of [
      ["/", "text/html"],
      ["/page.js", "text/javascript"],
      ["/page.css", "text/css"],
      ["/icon.svg", "image/svg+xml"],
    ] as const) {
      const response = await fetch(url + path);
      expect([path, response.status]).toEqual([path, 200]);
      expect(response.headers.get("content-type")).toContain(type);
      expect(response.headers.get("content-security-policy")).toContain("default-src 'self'");
      await response.text();
    }
    expect((await fetch(`${url}/absent`)).status).toBe(404);
  });

  it("makes each request for events a run, and none of the others", async () => {
    const response = await fetch(`${url}/chat`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ input: { question: "Birds?" } }),
    });
    await response.text();
    const starts = service.events.filter(({ event }) => event.endsWith("_start"));
    expect(starts.slice(0, 2)).toMatchObject([
      { name: "POST /chat", parent_ids: [] },
      { name: "guide", run_id: response.headers.get("x-run-id") },
    ]);
    expect(starts[1]?.parent_ids).toEqual([starts[0]?.run_id]);
    expect(starts.filter(({ name }) => name.includes("/"))).toHaveLength(1);
  });

  it.each([{}, { input: {} }, { input: { question: "  " } }, { input: { question: 5 } }])(
    "refuses %j as a question",
    async (body) => {
      const response = await fetch(`${url}/chat`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      expect(response.status).toBe(422);
      expect(response.headers.get("content-type")).toContain("application/problem+json");
      await response.text();
    },
  );
});
