import { langserveHandler } from "@rivulet/http";
import { RunnableGenerator, RunnableLambda } from "@rivulet/runnables";

const lambda = new RunnableLambda({ func: (text: string) => `${text}!` });

function post(path: string, body: unknown, signal?: AbortSignal): Request {
  return new Request(`http://host/chat/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    ...(signal !== undefined && { signal }),
  });
}

describe("a config of LangServe's clients", () => {
  const reported: unknown[] = [];
  const handler = langserveHandler(lambda, {
    configKeys: ["tags", "metadata", "runName", "timeout"],
    onError: (error) => reported.push(error),
  });

  it.each<[string, unknown]>([
    ["tags that are none", { tags: "x" }],
    ["a line break in a tag", { tags: ["a\r\nb"] }],
    ["a name that is none", { run_name: { a: 1 } }],
    ["a line break in a name", { run_name: "a\nb" }],
    ["metadata that is none", { metadata: [] }],
    ["a timeout that is none", { timeout: -1 }],
  ])("with %s is refused everywhere", async (_what, config) => {
    for (const path of ["invoke", "stream", "stream_events"]) {
      const response = await handler(post(path, { input: "x", config }));
      expect(response.status).toBe(422);
      expect(await response.json()).toMatchObject({ title: "Invalid input" });
    }
    expect((await handler(post("batch", { inputs: ["x"], config: [config] }))).status).toBe(422);
    expect(reported).toEqual([]);
  });

  it("is passed over where it is not let to clients", async () => {
    const config = { tags: ["a"], callbacks: [], run_id: "forged", recursion_limit: 25, signal: 1 };
    const response = await handler(post("invoke", { input: "x", config, kwargs: {} }));
    expect(await response.json()).toMatchObject({ output: "x!" });
    expect(response.status).toBe(200);
  });

  it("is one for each item of a batch, which may have none", async () => {
    const configs = [{ run_name: "a" }, {}];
    const answer = await handler(post("batch", { inputs: ["x", "y"], config: configs }));
    expect(await answer.json()).toMatchObject({ output: ["x!", "y!"] });
    const empty = await handler(post("batch", { inputs: [], config: {} }));
    expect(await empty.json()).toMatchObject({ output: [] });
  });
});

describe("a client of LangServe's that leaves", () => {
  it("is no failure of the server's", async () => {
    const reported: unknown[] = [];
    const client = new AbortController();
    const waiting = new RunnableLambda({
      func: (_input: string, { signal }) =>
        new Promise<string>((_resolve, reject) => {
          signal?.addEventListener("abort", () => {
            reject(signal.reason as Error);
          });
          client.abort();
        }),
    });
    const handler = langserveHandler(waiting, { onError: (error) => reported.push(error) });
    expect((await handler(post("invoke", { input: "x" }, client.signal))).status).toBe(500);
    expect(reported).toEqual([]);
  });
});

describe("a value that JSON can't carry", () => {
  it("goes out as something that can", async () => {
    const cycle: Record<string, unknown> = { big: 10n, nan: Number.NaN, none: undefined };
    cycle["self"] = cycle;
    cycle["date"] = new Date(0);
    cycle["error"] = new TypeError("no", { cause: new Error("secret") });
    cycle["call"] = () => 1;
    cycle["map"] = new Map([["a", 1]]);
    const odd = new RunnableGenerator<string, unknown>(async function* odd() {
      yield cycle;
    });
    const handler = langserveHandler(odd);
    const text = await (await handler(post("invoke", { input: "x" }))).text();
    expect(JSON.parse(text)).toMatchObject({
      output: {
        big: "10",
        nan: null,
        self: null,
        date: "1970-01-01T00:00:00.000Z",
        error: { name: "TypeError", message: "no" },
      },
    });
    expect(text).not.toContain("secret");
  });
});

describe("an option of langserveHandler that is wrong", () => {
  it.each<[string, unknown]>([
    ["maxBodyBytes", Number.NaN],
    ["form", "xml"],
    ["configKeys", ["callbacks"]],
  ])("is refused: %s", (key, value) => {
    expect(() => langserveHandler(lambda, { [key]: value })).toThrow(key);
  });

  it("is its default where it is undefined", async () => {
    const options = { maxBodyBytes: undefined, configKeys: undefined } as never;
    const body = { input: "x".repeat(1_000_001) };
    expect((await langserveHandler(lambda, options)(post("invoke", body))).status).toBe(413);
  });
});
