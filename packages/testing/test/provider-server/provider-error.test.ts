import Anthropic from "@anthropic-ai/sdk";
import { anthropicError, openaiError, type ProviderServer } from "@rivulet/testing/providers";
import OpenAI from "openai";
import { messageCall, providerCalls, streamedCalls } from "./support/provider-calls.ts";
import { serveEachTest } from "./support/serve-each-test.ts";

let server: ProviderServer;
serveEachTest((started) => {
  server = started;
});

type ErrorClass = abstract new (...args: never) => Error;

const openaiCases: readonly (readonly [number, ErrorClass, object])[] = [
  [400, OpenAI.BadRequestError, { type: "invalid_request_error", code: null, param: null }],
  [401, OpenAI.AuthenticationError, { type: "invalid_request_error", code: "invalid_api_key" }],
  [404, OpenAI.NotFoundError, { type: "invalid_request_error", code: "model_not_found" }],
  [429, OpenAI.RateLimitError, { type: "requests", code: "rate_limit_exceeded" }],
  [500, OpenAI.InternalServerError, { type: "server_error", code: null }],
];

describe("openaiError", () => {
  it.each(
    providerCalls
      .filter(({ provider }) => provider === "openai")
      .flatMap((call) =>
        openaiCases.map(([status, type, error]) => ({ ...call, status, type, error })),
      ),
  )("is the official client's error of $status, from $path", async (one) => {
    server.respondWith(openaiError({ status: one.status }));
    server.respondWith(openaiError({ status: one.status }));
    for (const call of [one.whole, one.stream ?? one.whole]) {
      const failure: unknown = await call(server).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(one.type);
      expect(failure).toMatchObject({
        status: one.status,
        error: { ...one.error, message: expect.stringMatching(/\.$/) },
        requestID: server.requests.at(-1)?.id,
      });
    }
  });

  it("takes fields of its own", async () => {
    const fields = { message: "No.", type: "t", code: "c", param: "p", headers: { "x-a": "1" } };
    server.respondWith(openaiError({ status: 400, ...fields }));
    const failure = await providerCalls[0]?.whole(server).catch((error: unknown) => error);
    expect(failure).toMatchObject({ type: "t", code: "c", param: "p", message: "400 No." });
    expect((failure as { headers: Headers }).headers.get("x-a")).toBe("1");
  });
});

const anthropicCases: readonly (readonly [number, ErrorClass, string])[] = [
  [400, Anthropic.BadRequestError, "invalid_request_error"],
  [401, Anthropic.AuthenticationError, "authentication_error"],
  [403, Anthropic.PermissionDeniedError, "permission_error"],
  [404, Anthropic.NotFoundError, "not_found_error"],
  [413, Anthropic.APIError, "request_too_large"],
  [429, Anthropic.RateLimitError, "rate_limit_error"],
  [500, Anthropic.InternalServerError, "api_error"],
  [529, Anthropic.InternalServerError, "overloaded_error"],
];

describe("anthropicError", () => {
  it.each(anthropicCases)("is the official client's error of %d", async (status, type, kind) => {
    server.respondWith(anthropicError({ status })).respondWith(anthropicError({ status }));
    const call = streamedCalls.find(({ provider }) => provider === "anthropic");
    for (const make of [messageCall.whole, call?.stream]) {
      const failure: unknown = await make?.(server).catch((error: unknown) => error);
      const id = server.requests.at(-1)?.id;
      expect(failure).toBeInstanceOf(type);
      expect(failure).toMatchObject({
        status,
        error: { type: "error", error: { type: kind }, request_id: id },
        requestID: id,
      });
    }
  });
});

describe("a rate limit", () => {
  it.each(providerCalls)("says when to try $path again", async (call) => {
    const toError = call.provider === "openai" ? openaiError : anthropicError;
    server.respondWith(toError({ status: 429, retryAfterSeconds: 2, retryAfterMs: 1500 }));
    const failure = await call.whole(server).catch((error: unknown) => error);
    const { headers } = failure as { headers: Headers };
    expect([headers.get("retry-after"), headers.get("retry-after-ms")]).toEqual(["2", "1500"]);
  });

  it("is waited for by a client that tries again", async () => {
    server.respondWith(openaiError({ status: 429, retryAfterMs: 1 }));
    server.respondWith(providerCalls[0]?.answer ?? {});
    const client = new OpenAI({ baseURL: server.openaiBaseUrl, apiKey: "none", maxRetries: 1 });
    const { choices } = await client.chat.completions.create({ model: "m", messages: [] });
    expect(choices).toHaveLength(1);
    expect(server.requests).toHaveLength(2);
  });
});
