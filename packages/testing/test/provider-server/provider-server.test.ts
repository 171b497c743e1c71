import {
  anthropicMessage,
  openaiChat,
  openaiEmbeddings,
  type ProviderResponse,
  ProviderServerError,
  startProviderServer,
} from "@rivulet/testing/providers";
import { chatCall, createAnthropic, messageCall, post } from "./support/provider-calls.ts";

describe("a provider server", () => {
  it("tells each request as it came in", async () => {
    await using server = await startProviderServer({ respond: () => openaiChat({ chunks: [] }) });
    const before = Date.now();
    const response = await fetch(`${server.openaiBaseUrl}/chat/completions?beta=true`, {
      method: "POST",
      headers: { authorization: "Bearer none", "X-One": "1" },
      body: '{ "model": "m" }',
    });
    await response.text();
    const [request] = server.requests;
    expect(request).toMatchObject({
      id: response.headers.get("x-request-id"),
      method: "POST",
      path: "/v1/chat/completions",
      query: "?beta=true",
      endpoint: "chat/completions",
      headers: { authorization: "Bearer none", "x-one": "1" },
      text: '{ "model": "m" }',
      body: { model: "m" },
      framesSent: 2,
    });
    expect(request?.time).toBeGreaterThanOrEqual(before - 1);
    expect(request?.end?.time).toBeGreaterThanOrEqual(request?.time ?? Infinity);
  });

  it("answers in the order of the queue, then as `respond` says", async () => {
    await using server = await startProviderServer({
      respond: async ({ body }) => openaiChat({ chunks: [`to ${String(body["model"])}`] }),
    });
    server
      .respondWith(openaiChat({ chunks: ["first"] }))
      .respondWith(({ body }) => openaiChat({ chunks: [`second, ${String(body["model"])}`] }));
    expect(server.queuedResponses).toBe(2);
    const texts: string[] = [];
    for (const model of ["a", "b", "c"]) {
      const response = await post(server, chatCall.path, { model });
      const { choices } = (await response.json()) as typeof chatBody;
      texts.push(choices[0]?.message.content ?? "");
    }
    expect(texts).toEqual(["first", "second, b", "to c"]);
    expect(server.queuedResponses).toBe(0);
  });

  const chatBody = { choices: [{ message: { content: "" } }] };

  it("adds faults to those that an answer has", async () => {
    await using server = await startProviderServer();
    const answer = { ...chatCall.answer, faults: { hasNoBody: true, delayMs: 0 } };
    server.respondWith(answer).respondWith(() => answer, { hasNoBody: false });
    expect(await (await post(server, chatCall.path, {})).text()).toBe("");
    expect(await (await post(server, chatCall.path, {})).json()).toMatchObject(chatBodyOfCall);
  });

  const chatBodyOfCall = { choices: [{ message: { content: chatCall.text } }] };

  it("answers many requests at a time", async () => {
    await using server = await startProviderServer({ respond: () => chatCall.answer });
    const bodies = await Promise.all(
      Array.from({ length: 20 }, async () => (await post(server, chatCall.path, {})).json()),
    );
    expect(bodies).toHaveLength(20);
    expect(new Set(server.requests.map(({ id }) => id)).size).toBe(20);
    await server.whenIdle();
    expect(server.openSockets).toBe(0);
  });

  it("sees that a client reads slowly, and that it leaves", async () => {
    await using server = await startProviderServer();
    const chunks = Array.from({ length: 100 }, () => "x".repeat(1_000_000));
    server.respondWith(openaiChat({ chunks }));
    const controller = new AbortController();
    const response = await fetch(server.url + chatCall.path, {
      method: "POST",
      body: '{"stream":true}',
      signal: controller.signal,
    });
    const reader = response.body?.getReader();
    await reader?.read();
    controller.abort();
    const request = await server.whenRequested();
    expect(await server.whenClosed(request)).toMatchObject({ by: "client", isComplete: false });
    expect(request.framesSent).toBeLessThan(100);
    await server.whenIdle();
  });

  it("can be closed twice", async () => {
    const server = await startProviderServer();
    await server.close();
    await server.close();
    await expect(fetch(server.url)).rejects.toThrow("fetch failed");
  });

  it("refuses to wait for a request of another server", async () => {
    await using one = await startProviderServer({ respond: () => chatCall.answer });
    await using other = await startProviderServer();
    await (await post(one, chatCall.path, {})).text();
    const request = await one.whenRequested();
    await expect(other.whenClosed(request)).rejects.toThrow(
      "The request did not come in here; give one of the server's `requests`.",
    );
  });
});

describe("a request that no answer was prepared for", () => {
  it.each<[string, string, (server: Server) => void, string]>([
    [
      "nothing is queued",
      "/v1/chat/completions",
      () => undefined,
      "No answer was queued for POST /v1/chat/completions; call respondWith before.",
    ],
    [
      "the next answer is another's",
      "/v1/chat/completions",
      (server) => server.respondWith(messageCall.answer),
      "POST /v1/chat/completions met an answer for messages; queue the answers in the order of the requests.",
    ],
    [
      "the answer has only a stream",
      "/v1/completions",
      (server) => server.respondWith({ toFrames: () => [] }),
      "POST /v1/completions asked for no stream and met an answer that has no whole body; give it toBody.",
    ],
    [
      "the answer cannot be made",
      "/v1/embeddings",
      (server) => server.respondWith(() => Promise.reject(new Error("no luck"))),
      "No answer could be made for POST /v1/embeddings: Error: no luck",
    ],
    [
      "the answer has a fault that is none",
      "/v1/embeddings",
      (server) => server.respondWith(() => ({ ...openaiEmbeddings(), faults: { cutAt: -1 } })),
      "No answer could be made for POST /v1/embeddings: InvalidArgumentError: cutAt was -1 (number); give the index of a frame, from 0 on.",
    ],
    [
      "the path is unknown",
      "/v1/models",
      (server) => server.respondWith(chatCall.answer),
      "POST /v1/models met an answer for chat/completions; queue the answers in the order of the requests.",
    ],
  ])("fails the client and the test: %s", async (_case, path, prepare, problem) => {
    const server = await startProviderServer();
    prepare(server);
    const response = await post(server, path, {});
    expect(response.status).toBe(501);
    expect(response.headers.get("x-should-retry")).toBe("false");
    expect(await response.json()).toMatchObject({ error: { message: problem } });
    const closed = server.close();
    await expect(closed).rejects.toThrow(ProviderServerError);
    await expect(closed).rejects.toMatchObject({
      code: "UNEXPECTED_REQUEST",
      message: problem,
      problems: [problem],
    });
  });

  it.each<[string, ProviderResponse]>([
    ["whose body cannot be made", { toBody: () => fail("no luck") }],
    ["whose pause fails", { ...chatCall.answer, faults: { pause: { at: 1, until: failed() } } }],
  ])("is one with an answer %s, too", async (_case, answer) => {
    const server = await startProviderServer();
    server.respondWith(answer);
    await expect(post(server, chatCall.path, {}).then((one) => one.text())).rejects.toThrow();
    expect(await server.whenClosed(await server.whenRequested())).toMatchObject({ by: "server" });
    await expect(server.close()).rejects.toThrow(
      "The answer to POST /v1/chat/completions failed: Error: no luck",
    );
  });

  it("is told to the official Anthropic client in the provider's shape", async () => {
    const server = await startProviderServer();
    const called = createAnthropic(server).messages.create({
      model: "claude-opus-5-5",
      max_tokens: 1,
      messages: [],
    });
    await expect(called).rejects.toMatchObject({
      status: 501,
      error: { type: "error", error: { type: "api_error" } },
    });
    await expect(server.close()).rejects.toThrow("No answer was queued for POST /v1/messages");
  });

  it("is none where the answer is for any endpoint", async () => {
    await using server = await startProviderServer();
    const { toBody } = anthropicMessage({ chunks: ["any"] });
    server.respondWith({ status: 201, headers: { "x-two": "2" }, ...(toBody && { toBody }) });
    const response = await post(server, "/deployments/one/chat/completions", {});
    expect([response.status, response.headers.get("x-two")]).toEqual([201, "2"]);
    expect(await response.text()).toContain('"any"');
  });
});

function fail(message: string): never {
  throw new Error(message);
}

// Nobody has waited for it yet when it fails.
function failed(): Promise<never> {
  const promise = Promise.reject(new Error("no luck"));
  promise.catch(() => undefined);
  return promise;
}

type Server = Awaited<ReturnType<typeof startProviderServer>>;
