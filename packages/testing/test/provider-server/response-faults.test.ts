import { APIConnectionError as AnthropicConnectionError } from "@anthropic-ai/sdk";
import {
  openaiChat,
  type ProviderServer,
  type RequestEnd,
  type ResponseFaults,
  startProviderServer,
} from "@rivulet/testing/providers";
import { APIConnectionError } from "openai";
import {
  chatCall,
  messageCall,
  post,
  type ProviderCall,
  providerCalls,
  readAll,
  responseCall,
  streamedCalls,
} from "./support/provider-calls.ts";
import { serveEachTest } from "./support/serve-each-test.ts";

let server: ProviderServer;
serveEachTest((started) => {
  server = started;
});

async function endOf(index = 0): Promise<RequestEnd> {
  return server.whenClosed(await server.whenRequested(index));
}

async function failureOf(call: ProviderCall): Promise<unknown> {
  return call.whole(server).then(
    (value) => {
      throw new Error(`It did not fail, and gave ${JSON.stringify(value)}`);
    },
    (error: unknown) => error,
  );
}

describe("an answer that stalls", () => {
  it.each(streamedCalls)("is left by who reads the stream of $path", async (call) => {
    server.respondWith(call.answer, { stallAt: 2 });
    for await (const chunk of await call.stream(server)) {
      expect(chunk).toBeInstanceOf(Object);
      break;
    }
    const end = await endOf();
    expect(end).toMatchObject({ by: "client", isComplete: false });
    expect(server.requests[0]?.end).toBe(end);
    expect(server.requests[0]?.framesSent).toBeLessThanOrEqual(2);
  });

  it.each(
    providerCalls.flatMap((call) => (["headers", 0, 1, 2] as const).map((at) => ({ ...call, at }))),
  )("is left by who aborts the call of $path, at $at", async ({ at, ...call }) => {
    server.respondWith(call.answer, { stallAt: at });
    const controller = new AbortController();
    const called = call.whole(server, controller.signal);
    await server.whenRequested();
    controller.abort();
    await expect(called).rejects.toMatchObject({ message: expect.stringContaining("abort") });
    expect(await endOf()).toMatchObject({ by: "client", isComplete: false });
  });

  it("is ended by close()", async () => {
    const other = await startProviderServer();
    other.respondWith(chatCall.answer, { stallAt: 1 });
    const stream = await streamedCalls[0]?.stream(other);
    await other.close();
    expect((await readAll(stream)).error).toMatchObject({ message: "terminated" });
    expect(other.requests[0]?.end).toMatchObject({ by: "server", isComplete: false });
    expect(other.openSockets).toBe(0);
  });
});

describe("an answer that is cut", () => {
  it.each(streamedCalls)("fails the stream of $path after what had come in", async (call) => {
    server.respondWith(call.answer, { cutAt: 3 });
    const { items, error } = await readAll(await call.stream(server));
    expect(items.length).toBeGreaterThan(0);
    expect(error).toMatchObject({ message: "terminated" });
    expect(await endOf()).toMatchObject({ by: "server", isComplete: false });
    expect(server.requests[0]?.framesSent).toBe(3);
  });

  it.each(providerCalls)("fails the call of $path in the middle of the body", async (call) => {
    server.respondWith(call.answer, { cutAt: 1 });
    expect(await failureOf(call)).toMatchObject({ message: "terminated" });
    expect(await endOf()).toMatchObject({ by: "server", isComplete: false });
  });

  it.each(providerCalls)("fails the call of $path before the headers", async (call) => {
    server.respondWith(call.answer, { cutAt: "headers" });
    const errorType = call.provider === "openai" ? APIConnectionError : AnthropicConnectionError;
    expect(await failureOf(call)).toBeInstanceOf(errorType);
  });

  it("has sent half of the frame", async () => {
    server.respondWith(chatCall.answer, { cutAt: 1 });
    const response = await post(server, chatCall.path, { stream: true });
    const { items } = await readAll<Uint8Array>(response.body);
    const [first = [], second = []] = framesOf(chatCall).map((frame) => Buffer.from(frame));
    const sent = [...first, ...second.slice(0, Math.ceil(second.length / 2))];
    expect(items.flatMap((packet) => [...packet])).toEqual(sent);
  });
});

function framesOf({ answer }: ProviderCall): readonly string[] {
  const [request] = server.requests;
  if (request === undefined) throw new Error("There was no request.");
  return answer.toFrames?.(request) ?? [];
}

describe("an answer that pauses", () => {
  it.each(["headers", 0, 2] as const)("waits at %s until it may go on", async (at) => {
    let release = (): void => undefined;
    const until = new Promise<void>((resolve) => {
      release = resolve;
    });
    server.respondWith(chatCall.answer, { pause: { at, until } });
    const read = post(server, chatCall.path, { stream: true }).then((response) => response.text());
    const request = await server.whenRequested();
    expect([request.framesSent, request.end]).toEqual([expect.any(Number), undefined]);
    expect(request.framesSent).toBeLessThanOrEqual(at === "headers" ? 0 : at);
    release();
    expect(await read).toBe(framesOf(chatCall).join(""));
    expect(await endOf()).toMatchObject({ by: "server", isComplete: true });
  });

  it("ends when the client leaves meanwhile", async () => {
    const never = new Promise<void>(() => undefined);
    server.respondWith(chatCall.answer, { pause: { at: "headers", until: never } });
    const controller = new AbortController();
    const called = chatCall.whole(server, controller.signal);
    await server.whenRequested();
    controller.abort();
    await expect(called).rejects.toThrow("abort");
    expect(await endOf()).toMatchObject({ by: "client" });
  });

  it("can wait before each frame", async () => {
    server.respondWith(chatCall.answer, { delayMs: 0 });
    expect(await chatCall.whole(server)).toMatchObject({ object: "chat.completion" });
  });
});

describe("an answer with JSON that breaks off", () => {
  it.each(streamedCalls)("fails the stream of $path", async (call) => {
    server.respondWith(call.answer, { malformedAt: 3 });
    const { items, error } = await readAll(await call.stream(server));
    expect(items.length).toBeGreaterThan(0);
    expect(error).toMatchObject({ name: "SyntaxError" });
  });

  it.each(providerCalls)("fails the call of $path", async (call) => {
    server.respondWith(call.answer, { malformedAt: 0 });
    expect(await failureOf(call)).toMatchObject({ name: "SyntaxError" });
  });
});

describe("an answer with an error in the place of a frame", () => {
  it.each(streamedCalls.filter(({ path }) => path !== responseCall.path))(
    "fails the stream of $path",
    async (call) => {
      server.respondWith(call.answer, { errorAt: 2 });
      const { items, error } = await readAll(await call.stream(server));
      expect(items.length).toBeGreaterThan(0);
      expect(error).toMatchObject(
        call.provider === "openai"
          ? { status: undefined, type: "server_error", error: { message: expect.any(String) } }
          : {
              error: { type: "error", error: { type: "overloaded_error", message: "Overloaded" } },
            },
      );
    },
  );

  // The official client takes it for an event like any other.
  it("is an event of the stream of /v1/responses", async () => {
    server.respondWith(responseCall.answer, { errorAt: 2 });
    const { items } = await readAll(await responseCall.stream?.(server));
    expect(items.map((event) => (event as { type: string }).type)).toEqual([
      "response.created",
      "response.in_progress",
      "error",
    ]);
    expect(items[2]).toMatchObject({ code: "server_error", sequence_number: 2, param: null });
  });

  it.each(providerCalls)("is the whole answer of $path where it is not streamed", async (call) => {
    server.respondWith(call.answer, { errorAt: 2 });
    const { id } = await failedRequest(call);
    expect(id).toBe("req_000001");
  });

  async function failedRequest(call: ProviderCall): Promise<{ id: unknown }> {
    const error = await failureOf(call);
    expect(error).toMatchObject({ status: call.provider === "openai" ? 500 : 529 });
    return { id: (error as { requestID: unknown }).requestID };
  }
});

describe("an answer with packet borders inside of characters", () => {
  it.each(streamedCalls)("is read like any other from the stream of $path", async (call) => {
    server.respondWith(call.answer).respondWith(call.answer, { splitsCharacters: true });
    const [plain, split] = [
      await readAll(await call.stream(server)),
      await readAll(await call.stream(server)),
    ];
    expect(split).toEqual(plain);
    expect(JSON.stringify(split.items)).toContain("Grüße");
  });

  it.each([chatCall, messageCall])("is read like any other from $path", async (call) => {
    server.respondWith(call.answer, { splitsCharacters: true });
    expect(JSON.stringify(await call.whole(server))).toContain(call.text);
  });

  it("has them in what a client reads", async () => {
    server.respondWith(openaiChat({ chunks: ["ü"] }), { splitsCharacters: true });
    const response = await post(server, chatCall.path, { stream: true });
    const { items } = await readAll<Uint8Array>(response.body);
    const starts = items.map((packet) => packet[0] ?? 0).filter((byte) => (byte & 0xc0) === 0x80);
    expect(starts).toEqual([0xbc]);
  });
});

describe("an answer without a body", () => {
  it.each(streamedCalls)("is a stream of nothing for $path", async (call) => {
    server.respondWith(call.answer, { hasNoBody: true });
    expect((await readAll(await call.stream(server))).items).toEqual([]);
    expect(server.requests[0]).toMatchObject({ framesSent: 0, end: { isComplete: true } });
  });

  it.each(providerCalls)("fails the call of $path, or gives nothing", async (call) => {
    server.respondWith(call.answer, { hasNoBody: true });
    const settled = await Promise.allSettled([call.whole(server)]);
    expect(JSON.stringify(settled)).not.toContain(call.answer.endpoint);
    expect(server.requests[0]).toMatchObject({ framesSent: 0, end: { isComplete: true } });
  });
});

describe("a fault that is none", () => {
  it.each<[ResponseFaults, string]>([
    [{ stallAt: -1 }, "stallAt was -1 (number); give the index of a frame, from 0 on."],
    [{ cutAt: 0.5 }, "cutAt was 0.5 (number); give the index of a frame, from 0 on."],
    [{ errorAt: Number.NaN }, "errorAt was NaN (number); give the index of a frame, from 0 on."],
    [{ malformedAt: -2 }, "malformedAt was -2 (number); give the index of a frame, from 0 on."],
    [
      { pause: { at: -1, until: Promise.resolve() } },
      "pause.at was -1 (number); give the index of a frame, from 0 on.",
    ],
    [{ delayMs: -1 }, "delayMs was -1 (number); give a number of milliseconds."],
  ])("is refused: %p", (faults, message) => {
    expect(() => server.respondWith(chatCall.answer, faults)).toThrow(message);
  });
});
