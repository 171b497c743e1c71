import { connect } from "node:net";
import { dispatchCustomEvent } from "@rivulet/core";
import { connectEvents, eventsHandler, type EventsHandler } from "@rivulet/http";
import { RunnableLambda } from "@rivulet/runnables";
import { fetchOf } from "../support/raw-answers.ts";
import { HttpServer } from "../support/http-server.ts";

let handler: EventsHandler;

afterEach(() => handler.close());

const echo = new RunnableLambda({ func: (input: unknown) => input });

async function ask(
  body: string | Uint8Array<ArrayBuffer> | undefined,
  { source = echo, type = "application/json", method = "POST", query = "" } = {},
): Promise<{ readonly response: Response; readonly text: string }> {
  handler = eventsHandler(source);
  const request = new Request(`http://host/chat${query}`, {
    method,
    headers: { "content-type": type },
    ...(body !== undefined && { body }),
  });
  const response = await handler(request);
  return { response, text: await response.text() };
}

describe("a body", () => {
  it.each([
    ["application/json; charset=UTF-8", '{"input":"ö"}'],
    ["APPLICATION/JSON ;charset=utf-8", '\ufeff{"input":"ö"}'],
  ])("of type %s is read", async (type, body) => {
    const { text } = await ask(body, { type });
    expect(text).toContain('"output":"ö"');
  });

  it.each<[string, string | Uint8Array<ArrayBuffer>, number]>([
    ["that is no UTF-8", Uint8Array.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]), 400],
    ["of half a character", new TextEncoder().encode('"🦜').slice(0, 3), 400],
    ["of 400,000 levels", `{"input":${"[".repeat(400_000)}${"]".repeat(400_000)}}`, 400],
    [
      "of 100,000 names",
      `{${Array.from({ length: 100_000 }, (_, i) => `"${String(i)}":0`).join()}}`,
      422,
    ],
    ["whose config has __proto__", '{"input":1,"config":{"__proto__":{"tags":["x"]}}}', 422],
  ])("%s is refused", async (_what, body, status) => {
    const { response, text } = await ask(body);
    expect(response.status).toBe(status);
    expect(text.length).toBeLessThan(5000);
    expect(handler.runCount).toBe(0);
  });

  it("with __proto__ in it changes nothing but itself", async () => {
    const body =
      '{"input":{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}}},"config":{"metadata":{"__proto__":{"isAdmin":true}}}}';
    const { response } = await ask(body);
    expect(response.status).toBe(200);
    expect(Reflect.get({}, "isAdmin")).toBeUndefined();
  });

  it.each([
    ["more than it says", "Content-Length: 5\r\n\r\n" + '{"input":"x"}', /^HTTP\/1\.1 400 /u],
    [
      "in pieces without an end",
      'Transfer-Encoding: chunked\r\n\r\n5\r\n{"inp\r\nzz',
      /^HTTP\/1\.1 400 /u,
    ],
  ])("that has %s is refused, and the server goes on", async (_what, rest, answer) => {
    handler = eventsHandler(echo);
    const server = await HttpServer.start(handler);
    const text = await new Promise<string>((resolve) => {
      let received = "";
      const socket = connect(server.port, "127.0.0.1", () =>
        socket.write(`POST / HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n${rest}`),
      );
      socket.on("data", (bytes) => (received += bytes.toString()));
      socket.on("error", () => undefined);
      socket.on("close", () => {
        resolve(received);
      });
    });
    expect(text).toMatch(answer);
    expect(await connectEvents(server.url, { input: "x" }).output).toBe("x");
    await server.close();
  });
});

describe("a method that is not served", () => {
  it.each(["HEAD", "OPTIONS", "PUT", "PATCH", "GET", "DELETE"])(
    "is refused: %s",
    async (method) => {
      const { response } = await ask(undefined, { method });
      expect(response.status).toBe(405);
      expect(response.headers.get("allow")).toBe("POST");
    },
  );
});

describe("a query", () => {
  it("may have a filter many times, and the same one", async () => {
    const query = `?${"includeNames=func&".repeat(1000)}excludeNames=&lastEventId=`;
    const { text } = await ask('{"input":"x"}', { query });
    expect(text).toContain("on_chain_end");
  });
});

describe("what a run tells", () => {
  it("is in one line each, whatever is in it", async () => {
    const evil = "a\r\n\r\nevent: end\ndata: {}\u2028\0";
    const source = new RunnableLambda({
      func: async (_input: unknown) => {
        await dispatchCustomEvent(evil, { [evil]: evil });
        return evil;
      },
    }).withConfig({ tags: [evil], runName: evil, metadata: { [evil]: evil } });
    const { text } = await ask('{"input":"x"}', { source: source as never });
    expect(text.match(/^event: end$/gmu)).toHaveLength(1);
    expect(text).not.toContain("\r");
    const { fetch } = fetchOf((request) => eventsHandler(source as never)(request));
    const names: string[] = [];
    for await (const event of connectEvents("http://host/", { input: "x", fetch })) {
      names.push(event.name);
      expect(event.tags).toEqual([evil]);
    }
    expect(new Set(names)).toEqual(new Set([evil]));
  });

  it("is marked where JSON can't carry it, and has no stack and no path", async () => {
    const cycle: Record<string, unknown> = {
      big: 10n,
      call: () => 1,
      map: new Map([["a", 1]]),
      bytes: new Uint8Array(3),
    };
    cycle["self"] = cycle;
    const source = new RunnableLambda({
      func: async (_input: unknown): Promise<string> => {
        await dispatchCustomEvent("odd", cycle);
        throw new TypeError("outer", { cause: new Error("inner", { cause: cycle }) });
      },
    });
    const { text } = await ask('{"input":"x"}', { source: source as never });
    expect(text).toContain("on_custom_event");
    expect(text).toMatch(/outer[^\n]*inner/u);
    expect(text).not.toMatch(/\.ts\b|\bat .*:\d+|packages\//u);
    expect(/event: error\n[^]*$/u.exec(text)?.[0]).not.toMatch(/outer|inner|TypeError/u);
  });
});
